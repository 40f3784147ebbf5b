export const screens = ['operate', 'review', 'models'] as const;
export type Screen = (typeof screens)[number];
