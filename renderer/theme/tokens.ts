/**
 * The look in one place. Colours say something or are grey: `accent` is what needs the operator now,
 * `good`, `warn` and `bad` are judgements (always with a word or a shape beside them), `stop` is the
 * stop and nothing else, `real` frames a real robot and never appears with the simulator.
 */
export interface Palette {
  readonly ground: string;
  readonly panel: string;
  readonly raised: string;
  readonly sunken: string;
  readonly hover: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly text: string;
  readonly textMuted: string;
  readonly textFaint: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly accentSoft: string;
  readonly good: string;
  readonly warn: string;
  readonly bad: string;
  readonly badSoft: string;
  readonly stop: string;
  readonly stopHover: string;
  readonly onStop: string;
  readonly real: string;
  readonly onReal: string;
  /** Joints 1 to 7, told apart in both themes; always labelled. */
  readonly joints: readonly string[];
  /** The 3D view. */
  readonly sky: string;
  readonly table: string;
  readonly grid: string;
}

export const dark: Palette = {
  ground: '#0c0f11',
  panel: '#13171a',
  raised: '#191e22',
  sunken: '#0f1316',
  hover: '#20262b',
  line: '#262d32',
  lineStrong: '#3a444b',
  text: '#e7ecee',
  textMuted: '#a1adb4',
  textFaint: '#7b878f',
  accent: '#3fcfd5',
  onAccent: '#03191b',
  accentSoft: 'rgba(63, 207, 213, 0.13)',
  good: '#63c78b',
  warn: '#e3b341',
  bad: '#ff7468',
  badSoft: 'rgba(255, 116, 104, 0.12)',
  stop: '#d92b26',
  stopHover: '#ef3d37',
  onStop: '#ffffff',
  real: '#ff9a1f',
  onReal: '#1c1000',
  joints: ['#6ea8fe', '#e0b056', '#86cb6b', '#f08a9b', '#b497f0', '#4fc9bb', '#b9c4cb'],
  sky: '#1c2227',
  table: '#3a4248',
  grid: '#566068',
};

export const light: Palette = {
  ground: '#e6eaec',
  panel: '#f7f9fa',
  raised: '#ffffff',
  sunken: '#eef2f4',
  hover: '#e9eef0',
  line: '#d8dfe3',
  lineStrong: '#b5c0c6',
  text: '#12181b',
  textMuted: '#4a565d',
  textFaint: '#5d6a72',
  accent: '#00737b',
  onAccent: '#ffffff',
  accentSoft: 'rgba(0, 115, 123, 0.10)',
  good: '#1a7443',
  warn: '#8a5c00',
  bad: '#bd2a20',
  badSoft: 'rgba(189, 42, 32, 0.08)',
  stop: '#cf1f1a',
  stopHover: '#b31611',
  onStop: '#ffffff',
  real: '#c75f00',
  onReal: '#ffffff',
  joints: ['#2360c4', '#9a6500', '#3a7a22', '#be3a55', '#6b45c2', '#0c7a70', '#55626b'],
  sky: '#e9eef0',
  table: '#cfd6da',
  grid: '#aeb9bf',
};

/** Pixels; everything stands on a grid of 8, halved inside controls. */
export const space = { half: 4, one: 8, two: 16, three: 24 } as const;

/** One type scale (px). Numbers are tabular everywhere. */
export const type = { caption: 11, small: 12, body: 13, title: 15, display: 20 } as const;

/** The colour of a joint's curve; an arm of more joints than there are colours begins anew. */
export const jointColor = (palette: Palette, joint: number): string =>
  palette.joints[joint % palette.joints.length] ?? palette.text;
