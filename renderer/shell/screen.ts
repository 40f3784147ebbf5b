export const screens = ['operate', 'demonstrate', 'review', 'models', 'connect'] as const;
export type Screen = (typeof screens)[number];
