import type { DemonstrationAction } from '../../shared/contract/demonstrationKeys';

export const actionWords: Readonly<Record<DemonstrationAction, string>> = {
  endEpisode: 'End the episode',
  again: 'Record it again',
  success: 'Success',
  failure: 'Failure',
  marker: 'Set a marker',
  closeGripper: 'Close the gripper',
  openGripper: 'Open the gripper',
  'x+': 'Move along x',
  'x-': 'Move against x',
  'y+': 'Move along y',
  'y-': 'Move against y',
  'z+': 'Move along z',
  'z-': 'Move against z',
  'turnX+': 'Turn about x',
  'turnX-': 'Turn back about x',
  'turnY+': 'Turn about y',
  'turnY-': 'Turn back about y',
  'turnZ+': 'Turn about z',
  'turnZ-': 'Turn back about z',
  'joint+': 'Chosen joint, forward',
  'joint-': 'Chosen joint, back',
  nextJoint: 'Choose the next joint',
  previousJoint: 'Choose the joint before',
};

const names: Readonly<Record<string, string>> = {
  ArrowRight: '→',
  ArrowLeft: '←',
  ArrowUp: '↑',
  ArrowDown: '↓',
  BracketLeft: '[',
  BracketRight: ']',
};

/** A key as it is printed on an English keyboard. */
export const keyName = (code: string): string => names[code] ?? code.replace(/^(Key|Digit)/, '');
