import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { PeerManners, PeerNews } from './peerManners';

/** A robot on the ROS graph in a process of its own, on this process's domain. */
export interface Peer {
  readonly pid: number;
  behave(manners: Partial<PeerManners>): void;
  onNews(listener: (news: PeerNews) => void): void;
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  stop(): void;
}

/** Resolves when the robot is on the graph. */
export async function startPeer(manners: Partial<PeerManners> = {}): Promise<Peer> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'robotPeer.ts'), [], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const listeners = new Set<(news: PeerNews) => void>();
  child.on('message', (news) => {
    for (const listener of listeners) listener(news as PeerNews);
  });
  await new Promise<void>((resolve, reject) => {
    listeners.add(({ type }) => {
      if (type === 'ready') resolve();
    });
    child.once('exit', (code) => reject(new Error(`The robot of the tests ended with code ${code}.`)));
  });
  child.send(manners);
  return {
    pid: child.pid ?? 0,
    behave: (next) => child.connected && child.send(next),
    onNews: (listener) => listeners.add(listener),
    signal: (signal) => child.kill(signal),
    stop: () => {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
    },
  };
}
