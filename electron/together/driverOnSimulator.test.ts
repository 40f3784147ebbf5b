import { vi } from 'vitest';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { driverContractTests } from '../robot/driverContractTests';
import { createSimulatorDriver } from '../robot/simulatorDriver';
import { createManualClock } from '../robot/testing/manualClock';
import { createSimulator } from '../simulator/createSimulator';
import { sceneOfSeed, serveSimulator } from '../simulator/serveSimulator';

/** Real physics takes its time where the machine is busy. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

driverContractTests('the simulator driver on the simulator', async (events) => {
  const clock = createManualClock();
  const simulator = await createSimulator({ scene: sceneOfSeed(1), clock: () => 1_000_000 });
  const endTimer = clock.every(4, () => simulator.step(0.004));
  const [ours, theirs] = memoryPortPair();
  serveSimulator(simulator, theirs, (report) => {
    throw new Error(`The driver sent rubbish: ${JSON.stringify(report)}`);
  });
  return {
    driver: createSimulatorDriver(ours, clock, events),
    model: simulator.robot,
    advance: clock.advance,
    breakConnection: () => theirs.close(),
    dispose: () => {
      endTimer();
      simulator.dispose();
    },
  };
});
