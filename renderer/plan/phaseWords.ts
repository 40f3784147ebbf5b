import type { Phase } from '../../shared/contract/plan';

/** What each phase does, for the operator. */
export const phaseWords: Readonly<Record<Phase, string>> = {
  open: 'Open',
  approach: 'Approach',
  descend: 'Descend',
  grasp: 'Grasp',
  lift: 'Lift',
  transport: 'Carry',
  lower: 'Lower',
  release: 'Release',
  retreat: 'Retreat',
  home: 'Home',
  replay: 'Replay',
};
