import { removeDeadSharedMemory } from '../../ros2/deadSharedMemory';

/** After a suite over DDS: robots of the tests are killed, and leave their shared memory behind. */
export async function teardown(): Promise<void> {
  const inTenSeconds = Date.now() + 10_001;
  const count = await removeDeadSharedMemory(undefined, inTenSeconds);
  if (count > 0)
    process.stdout.write(`Shared memory of ${count} killed DDS participants and ports taken away.\n`);
}
