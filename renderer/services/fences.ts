import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HeldFences } from '../../shared/contract/robotContract';
import type { ClientTable } from '../loop/clients';

/** The fences that the robot process holds; null until it has given them. */
export type FencesStore = StoreApi<{ readonly held: HeldFences | null }>;

export function createFences(): FencesStore {
  return createStore<{ readonly held: HeldFences | null }>(() => ({ held: null }));
}

/** Asks for the fences anew whenever the robot's state names others; call for every new client. */
export function followFences(store: FencesStore, client: Pick<ClientTable['robot'], 'on' | 'request'>): void {
  let asked: string | undefined;
  client.on('state', ({ fencesHash }) => {
    if (fencesHash === asked || fencesHash === store.getState().held?.fencesHash) return;
    asked = fencesHash;
    const again = () => {
      asked = undefined;
    };
    client.request('getFences', {}).then((held) => {
      again();
      store.setState({ held });
    }, again);
  });
}
