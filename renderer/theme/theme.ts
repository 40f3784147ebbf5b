import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import { dark, jointColor, light, type Palette, type } from './tokens';

/** Ten steps that Mantine wants; its components read our variables instead, see `variablesOf`. */
const tuple = (color: string): MantineColorsTuple =>
  [color, color, color, color, color, color, color, color, color, color] as const;

export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  primaryColor: 'accent',
  colors: { accent: tuple(dark.accent) },
  autoContrast: false,
  defaultRadius: 4,
  radius: { xs: '2px', sm: '3px', md: '4px', lg: '6px', xl: '8px' },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  fontSizes: {
    xs: `${type.caption}px`,
    sm: `${type.small}px`,
    md: `${type.body}px`,
    lg: `${type.title}px`,
    xl: `${type.display}px`,
  },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.35', xl: '1.25' },
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Tooltip: { defaultProps: { withArrow: false, openDelay: 350, fz: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
  },
});

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** As many as a joint vector may have. */
const mostJoints = 16;

function variablesOf(palette: Palette): Record<string, string> {
  const { joints: _, ...colors } = palette;
  return {
    ...Object.fromEntries(Object.entries(colors).map(([name, value]) => [`--r1-${kebab(name)}`, value])),
    ...Object.fromEntries(
      Array.from({ length: mostJoints }, (_, i) => [`--r1-joint-${i + 1}`, jointColor(palette, i)]),
    ),
    '--mantine-color-body': palette.ground,
    '--mantine-color-text': palette.text,
    '--mantine-color-dimmed': palette.textMuted,
    '--mantine-color-placeholder': palette.textFaint,
    '--mantine-color-error': palette.bad,
    '--mantine-color-default': palette.raised,
    '--mantine-color-default-hover': palette.hover,
    '--mantine-color-default-color': palette.text,
    '--mantine-color-default-border': palette.lineStrong,
    '--mantine-primary-color-filled': palette.accent,
    '--mantine-primary-color-filled-hover': palette.accent,
    '--mantine-primary-color-contrast': palette.onAccent,
    '--mantine-color-accent-filled': palette.accent,
    '--mantine-color-accent-text': palette.accent,
    '--mantine-color-accent-light': palette.accentSoft,
    '--mantine-color-accent-light-color': palette.accent,
  };
}

/** Puts the palettes into CSS variables, ours (`--r1-*`) and Mantine's. */
export const variablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  dark: variablesOf(dark),
  light: variablesOf(light),
});
