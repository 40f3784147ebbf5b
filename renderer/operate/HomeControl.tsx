import { IconHome } from '@tabler/icons-react';
import { useConsole, useLoop, useTelemetry } from '../ui/ConsoleContext';
import { PushButton } from '../ui/PushButton';

/** Plans the way home; it is approved like any other motion. */
export function HomeControl() {
  const { loop } = useConsole();
  const ready = useLoop(({ session }) => session.state === 'idle');
  const connected = useTelemetry(({ robot }) => robot !== null && robot.mode !== 'disconnected');
  return (
    <PushButton
      testId="home-button"
      disabled={!ready || !connected}
      hint="Plans the way to the home posture; you approve it before anything moves"
      onPress={loop.startHome}
    >
      <IconHome size={16} aria-hidden />
      Home
    </PushButton>
  );
}
