import { describe, expect, it } from 'vitest';
import { type Port, serve } from '../../shared/contract/channel';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { plannerContract } from '../../shared/contract/plannerContract';
import type { ClientName } from '../loop/clients';
import { createProcessClients } from './processClients';

function setUp() {
  const attached: ClientName[] = [];
  const connected: (readonly [ClientName, boolean])[] = [];
  const attach = (name: ClientName) => () => attached.push(name);
  const processes = createProcessClients(
    {
      robot: attach('robot'),
      camera: attach('camera'),
      inference: attach('inference'),
      planner: attach('planner'),
      recorder: attach('recorder'),
      exporter: attach('exporter'),
      training: attach('training'),
    },
    (name, is) => connected.push([name, is]),
    () => undefined,
  );
  return { processes, attached, connected };
}

const failing = () => {
  throw new Error('no');
};

function planner(text: string): { readonly port: Port; readonly close: () => void } {
  const [left, right] = memoryPortPair();
  const server = serve<typeof plannerContract>(
    right,
    plannerContract,
    {
      planTask: failing,
      planHome: failing,
      planReplay: failing,
      verifyPlacement: () => ({ outcome: 'cannotTell', measured: null, distance: null, text }),
    },
    () => undefined,
  );
  return { port: left, close: server.close };
}

const ask = { observationId: 'o', box: null, expected: [0, 0, 0] as [number, number, number], radius: 1 };

describe('createProcessClients', () => {
  it('speaks to the newest port of a process and closes the old one', async () => {
    const { processes, attached, connected } = setUp();
    processes.accept('planner', planner('first').port);
    const old = processes.clients('planner');
    processes.accept('planner', planner('second').port);
    const answer = await processes.clients('planner')?.request('verifyPlacement', ask);
    expect(answer?.text).toBe('second');
    await expect(old?.request('verifyPlacement', ask)).rejects.toMatchObject({ code: 'closed' });
    expect(attached).toEqual(['planner', 'planner']);
    expect(connected.at(-1)).toEqual(['planner', true]);
  });

  it('has no client for a process that went away', async () => {
    const { processes, connected } = setUp();
    const first = planner('first');
    processes.accept('planner', first.port);
    first.close();
    await expect.poll(() => processes.clients('planner')).toBeUndefined();
    expect(connected).toEqual([
      ['planner', true],
      ['planner', false],
    ]);
  });

  it('takes no port for a contract that is not its business', () => {
    const { processes, attached } = setUp();
    processes.accept('world', planner('x').port);
    processes.accept('constructor', planner('x').port);
    expect(attached).toEqual([]);
  });
});
