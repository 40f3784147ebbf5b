import { memoryPortPair } from '../../shared/contract/memoryPort';
import { fr3 } from '../../shared/robot/fr3';
import { driverContractTests } from './driverContractTests';
import { createSimulatorDriver } from './simulatorDriver';
import { createFakeArm } from './testing/fakeArm';
import { createManualClock } from './testing/manualClock';

/** The arm of the other tests keeps the contract as well: what they show, they show for a robot. */
driverContractTests('the arm of the tests', async (events) => {
  const clock = createManualClock();
  const arm = createFakeArm(clock, 1000);
  arm.manners.objectWidth = null;
  const [ours, theirs] = memoryPortPair();
  arm.plugIn(theirs);
  return {
    driver: createSimulatorDriver(ours, clock, events),
    model: fr3,
    advance: clock.advance,
    breakConnection: arm.unplug,
    dispose: arm.dispose,
  };
});
