import type { ConnectionStatus } from '../../shared/contract/connection';
import type { ConnectionId, ConnectionView } from '../../shared/contract/connectionView';
import type { Status } from '../ui/StatusMark';

/** How one connection of the list is now: a judgement, a word, and a sentence. */
export interface ConnectionWords {
  readonly status: Status;
  readonly word: string;
  readonly text: string;
}

const busy = (word: string, text: string): ConnectionWords => ({ status: 'busy', word, text });

export function connectionWords(
  id: ConnectionId,
  view: ConnectionView | null,
  robot: ConnectionStatus | null,
): ConnectionWords {
  if (!view) return busy('Waiting', 'The console has not said yet what it is connected to.');
  if (view.switchingTo === id) {
    return id === 'none'
      ? busy('Disconnecting', 'The robot and camera processes of the old connection are being ended.')
      : busy(
          'Connecting',
          'The old connection is ended first, then the robot and camera processes start anew.',
        );
  }
  if (view.active !== id) return { status: 'off', word: 'Not connected', text: '' };
  if (!robot) return busy('Connecting', 'The robot process is being started.');
  if (robot.kind !== (id === 'simulator' ? 'simulator' : 'ros2')) {
    return {
      status: 'bad',
      word: 'Not connected',
      text: `The robot process did not take this connection up: it speaks of "${robot.name}".`,
    };
  }
  switch (robot.state) {
    case 'connecting':
      return busy('Connecting', robot.text);
    case 'connected': {
      const blocked = robot.preflight.some(({ level }) => level === 'blocking');
      return blocked
        ? { status: 'warn', word: 'Connected, blocked', text: robot.text }
        : { status: 'ok', word: 'Connected', text: robot.text };
    }
    case 'failed':
      return { status: 'bad', word: 'Failed', text: robot.text };
  }
}
