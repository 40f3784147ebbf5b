/** "12 mm" */
export const mm = (metres: number): string => `${Math.round(metres * 1000)} mm`;
