import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { TrainingFault } from '../../shared/contract/trainingContract';
import type { Clients, ClientTable } from '../loop/clients';
import type { LoopView } from '../loop/loopView';
import { createTraining, followTraining, recordTraining } from './training';

function setUp() {
  const training = createTraining();
  let say: (payload: { faults: TrainingFault[] }) => void = () => undefined;
  let close: () => void = () => undefined;
  followTraining(training, {
    on: ((_: 'faults', handler: typeof say) => {
      say = handler;
      return () => undefined;
    }) as ClientTable['training']['on'],
    onClose: (handler) => {
      close = handler;
    },
  });
  const view = createStore<Pick<LoopView, 'run'>>(() => ({ run: null }));
  const records: string[] = [];
  const recorder = { notify: (_: string, record: { json: string }) => records.push(record.json) };
  const clients = ((name: string) => (name === 'recorder' ? recorder : undefined)) as unknown as Clients;
  recordTraining(training, view as unknown as Parameters<typeof recordTraining>[1], clients);
  const episode = (episodeId: string | null) =>
    view.setState({ run: { episodeId } as unknown as LoopView['run'] });
  return {
    training,
    say: (faults: TrainingFault[]) => say({ faults }),
    close: () => close(),
    records,
    episode,
  };
}

describe('training', () => {
  it('is what the simulator says, and over when it is gone', () => {
    const { training, say, close } = setUp();
    say(['ignoresCancel']);
    expect(training.getState().faults).toEqual(['ignoresCancel']);
    close();
    expect(training.getState().faults).toEqual([]);
  });

  it('is written into every episode that it touches', () => {
    const { say, records, episode } = setUp();
    say(['ignoresCancel']);
    expect(records).toEqual([]);
    episode('one');
    expect(records).toHaveLength(1);
    expect(records[0]).toContain('TRAINING, not real: Controller ignores Stop');
    say(['ignoresCancel', 'messagesLate']);
    expect(records[1]).toContain('late');
    say([]);
    expect(records[2]).toContain('honest again');
    episode('two');
    expect(records).toHaveLength(3);
  });
});
