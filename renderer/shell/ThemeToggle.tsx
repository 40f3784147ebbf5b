import { useComputedColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useConsole } from '../ui/ConsoleContext';
import { PushButton } from '../ui/PushButton';

export function ThemeToggle() {
  const { settings } = useConsole();
  const isDark = useComputedColorScheme('dark') === 'dark';
  const label = isDark ? 'Use the light theme' : 'Use the dark theme';
  return (
    <PushButton
      look="quiet"
      label={label}
      hint={label}
      testId="theme-toggle"
      onPress={() => settings.change({ theme: isDark ? 'light' : 'dark' })}
    >
      {isDark ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
    </PushButton>
  );
}
