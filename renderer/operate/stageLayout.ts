/** Which view of the stage is large; `equal`: none. */
export const stageLayouts = ['equal', 'live', 'decision', 'robot'] as const;
export type StageLayout = (typeof stageLayouts)[number];

export const layoutWords: Readonly<Record<StageLayout, string>> = {
  equal: 'All views',
  live: 'Live',
  decision: 'Decision',
  robot: '3D robot',
};
