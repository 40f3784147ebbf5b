import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TrainingFault } from '../../shared/contract/trainingContract';
import type { Clients, ClientTable } from '../loop/clients';
import type { LoopView } from '../loop/loopView';
import { trainingWords } from './trainingWords';

/** What the simulator does wrong on purpose; nothing while it is not there. */
export type TrainingStore = StoreApi<{ readonly faults: readonly TrainingFault[] }>;

export function createTraining(): TrainingStore {
  return createStore<{ readonly faults: readonly TrainingFault[] }>(() => ({ faults: [] }));
}

/** Call for every new client: a simulator that started anew says that it is honest. */
export function followTraining(
  store: TrainingStore,
  client: Pick<ClientTable['training'], 'on' | 'onClose'>,
): void {
  client.on('faults', ({ faults }) => store.setState({ faults }));
  client.onClose(() => store.setState({ faults: [] }));
}

/** Writes into every episode that it was training: when it begins, and when the faults change. */
export function recordTraining(
  training: TrainingStore,
  view: Pick<StoreApi<LoopView>, 'getState' | 'subscribe'>,
  clients: Clients,
): void {
  const record = (faults: readonly TrainingFault[]) => {
    if (!view.getState().run?.episodeId) return;
    const text =
      faults.length > 0
        ? `TRAINING, not real: ${faults.map((fault) => trainingWords[fault].name).join(', ')}.`
        : 'Training ended: the simulator is honest again.';
    const json = JSON.stringify({ text, training: faults });
    clients('recorder')?.notify('record', { kind: 'note', source: 'renderer', stampSec: null, json });
  };
  training.subscribe(({ faults }) => record(faults));
  view.subscribe(({ run }, before) => {
    const { faults } = training.getState();
    if (run?.episodeId && run.episodeId !== before.run?.episodeId && faults.length > 0) record(faults);
  });
}
