import type { MessagePortMain } from 'electron';
import { type Client, connect } from '../../shared/contract/channel';
import { type WorldState, worldContract } from '../../shared/contract/simulatorContract';
import { portFromMain } from '../utility/parentPort';
import type { Supervisor, UtilityName } from './supervisor';

/**
 * What the end-to-end tests and the demo's report may ask of main: the simulator's truth, and process
 * ids (to kill them). Only with R1_E2E=1, and nothing here can move the robot.
 */
export interface TestHooks {
  truth(): Promise<WorldState>;
  pid(name: UtilityName): number | undefined;
}

export function createTestHooks(supervisor: Supervisor) {
  let world: Client<typeof worldContract> | undefined;
  const hooks: TestHooks = {
    truth: () => {
      if (!world) throw new Error('The simulator is not connected.');
      return world.request('getWorld', {}, { timeoutMs: 3000 });
    },
    pid: (name) => supervisor.pid(name),
  };
  return {
    acceptWorld(port: MessagePortMain): void {
      world = connect(portFromMain(port), worldContract, () => undefined);
    },
    publish(): void {
      (globalThis as typeof globalThis & { r1Test?: TestHooks }).r1Test = hooks;
    },
  };
}
