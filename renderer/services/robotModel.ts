import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DescribedRobot } from '../../shared/robot/robotModelSchema';
import type { ClientTable } from '../loop/clients';

/** The model of the robot that is connected; null until the robot process has given it. */
export type RobotModelStore = StoreApi<{ readonly described: DescribedRobot | null }>;

type RobotClient = Pick<ClientTable['robot'], 'on' | 'request'>;

export function createRobotModel(): RobotModelStore {
  return createStore<{ readonly described: DescribedRobot | null }>(() => ({ described: null }));
}

/**
 * Asks for the model anew whenever the robot's state names another one; call for every new client. A
 * request that fails is made again with the next state.
 */
export function followRobotModel(store: RobotModelStore, client: RobotClient): void {
  let asked: string | undefined;
  client.on('state', ({ modelHash }) => {
    if (modelHash === asked || modelHash === store.getState().described?.modelHash) return;
    asked = modelHash;
    client.request('getModel', {}).then(
      (described) => store.setState({ described }),
      () => {
        asked = undefined;
      },
    );
  });
}
