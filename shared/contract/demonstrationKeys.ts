import { z } from 'zod';

/** What a key can mean while a demonstration is recorded. */
export const demonstrationActions = [
  'endEpisode',
  'again',
  'success',
  'failure',
  'marker',
  'closeGripper',
  'openGripper',
  'x+',
  'x-',
  'y+',
  'y-',
  'z+',
  'z-',
  'turnX+',
  'turnX-',
  'turnY+',
  'turnY-',
  'turnZ+',
  'turnZ-',
  'joint+',
  'joint-',
  'nextJoint',
  'previousJoint',
] as const;
export const demonstrationActionSchema = z.enum(demonstrationActions);
export type DemonstrationAction = z.infer<typeof demonstrationActionSchema>;

/**
 * Keys by their place on the keyboard (KeyboardEvent.code). Ending and repeating an episode are those that
 * LeRobot's users know; Esc and Space stop, always, and cannot be given away.
 */
export const defaultKeys: Readonly<Record<DemonstrationAction, readonly string[]>> = {
  endEpisode: ['ArrowRight', 'KeyN'],
  again: ['ArrowLeft', 'KeyR'],
  success: ['KeyY'],
  failure: ['KeyX'],
  marker: ['KeyM'],
  closeGripper: ['KeyC'],
  openGripper: ['KeyV'],
  'x+': ['KeyW'],
  'x-': ['KeyS'],
  'y+': ['KeyA'],
  'y-': ['KeyD'],
  'z+': ['KeyE'],
  'z-': ['KeyQ'],
  'turnX+': ['KeyL'],
  'turnX-': ['KeyJ'],
  'turnY+': ['KeyI'],
  'turnY-': ['KeyK'],
  'turnZ+': ['KeyU'],
  'turnZ-': ['KeyO'],
  'joint+': ['ArrowUp'],
  'joint-': ['ArrowDown'],
  nextJoint: ['BracketRight'],
  previousJoint: ['BracketLeft'],
};

const keyCodes = z.array(z.string().regex(/^[A-Za-z0-9]{1,30}$/)).max(4);

/** How demonstrations are recorded, kept with the operator's settings. Keys that are not named are the defaults. */
export const demonstrateSettingsSchema = z.object({
  countdownSec: z.number().int().min(0).max(30).default(3),
  jogSpeed: z.number().min(0.05).max(1).default(0.5),
  task: z.string().max(500).default(''),
  keys: z.partialRecord(demonstrationActionSchema, keyCodes).default({}),
});
export type DemonstrateSettings = z.infer<typeof demonstrateSettingsSchema>;

/** The action's keys, the operator's own where there are some. */
export const keysOf = (settings: DemonstrateSettings, action: DemonstrationAction): readonly string[] =>
  settings.keys[action] ?? defaultKeys[action];
