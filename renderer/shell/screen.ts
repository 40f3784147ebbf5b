export const screens = ['operate', 'review', 'models', 'connect'] as const;
export type Screen = (typeof screens)[number];
