import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';

/**
 * A network cable between this machine and a robot's, which can be pulled out: a pair of virtual network
 * interfaces, with the robot's process in a network of its own. Nothing but root on Linux can make it.
 */
export interface Cable {
  pull(): void;
  plug(): void;
  remove(): void;
}

const ip = (...words: string[]) => execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] });
const unshare = ['--net', '--mount', '--propagation', 'private'];

/** Why no cable can be made here, in words; null when one can. */
export function cableProblem(): string | null {
  const name = `r1x${randomInt(1e6)}`;
  try {
    execFileSync('unshare', [...unshare, 'mount', '-t', 'tmpfs', 'none', '/dev/shm'], { stdio: 'pipe' });
    ip('link', 'add', name, 'type', 'veth', 'peer', 'name', `${name}p`);
    ip('link', 'del', name);
    return null;
  } catch (error) {
    return `This machine does not let the test make a network of its own: ${String((error as Error).message).trim()}`;
  }
}

/**
 * The command line by which a program starts on the far side: in a network and a shared memory of its own
 * (two machines share neither), once it is told "plugged" on its stdin.
 */
export const onFarSide = (command: readonly string[]): readonly string[] => [
  'unshare',
  ...unshare,
  'sh',
  '-c',
  'mount -t tmpfs none /dev/shm && ip link set lo up && read plugged && exec "$@"',
  'sh',
  ...command,
];

/** Lays the cable to a process on the far side. Each end gets an address of a net that is used nowhere else. */
export function layCable(pid: number): Cable {
  const near = `r1c${randomInt(1e6)}`;
  const far = `${near}f`;
  const net = `10.${randomInt(200, 250)}.${randomInt(250)}`;
  const there = (...words: string[]) =>
    execFileSync('nsenter', ['-t', String(pid), '-n', 'ip', ...words], { stdio: 'pipe' });
  ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far);
  ip('link', 'set', far, 'netns', String(pid));
  ip('addr', 'add', `${net}.1/24`, 'dev', near);
  ip('link', 'set', near, 'up');
  there('addr', 'add', `${net}.2/24`, 'dev', far);
  there('link', 'set', far, 'up');
  return {
    pull: () => void ip('link', 'set', near, 'down'),
    plug: () => void ip('link', 'set', near, 'up'),
    // Gone by itself when the far side's process ended first.
    remove: () => {
      try {
        ip('link', 'del', near);
      } catch {}
    },
  };
}
