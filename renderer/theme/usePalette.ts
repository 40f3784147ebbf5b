import { useComputedColorScheme } from '@mantine/core';
import { dark, light, type Palette } from './tokens';

/** The palette that is shown, for canvases and 3D; everything else uses the CSS variables. */
export function usePalette(): Palette {
  return useComputedColorScheme('dark') === 'dark' ? dark : light;
}
