import { expect } from 'vitest';
import type { FaultText } from '../../shared/contract/common';
import type { Rig } from './loopTestRig';

/** Steps that several tests of the loop begin with. */
export const task = 'put the red cube in the blue bowl';
export const never = () => new Promise<never>(() => undefined);

export async function toApproval(rig: Rig): Promise<void> {
  expect(rig.loop.startTask(task)).toBeNull();
  await rig.reaches('awaitingApproval');
}

export async function toExecution(rig: Rig): Promise<void> {
  await toApproval(rig);
  void rig.loop.approve();
  await rig.reaches('executing');
}

export function firstFault(rig: Rig): FaultText {
  const fault = rig.loop.view.getState().faults[0];
  if (!fault) throw new Error('There is no fault text.');
  expect(fault.happened).not.toBe('');
  expect(fault.robotIs).not.toBe('');
  expect(fault.next).not.toBe('');
  return fault;
}
