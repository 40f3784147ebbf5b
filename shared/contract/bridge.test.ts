import { expect, it } from 'vitest';
import { bridgeRequests, settingsSchema } from './bridge';

it('a change of one setting is that one setting', () => {
  expect(bridgeRequests['r1:setSettings'].params.parse({ theme: 'light' })).toEqual({ theme: 'light' });
});

it('settings that were written by an older version get the rest from the defaults', () => {
  expect(settingsSchema.parse({ operator: 'Ada' })).toMatchObject({
    operator: 'Ada',
    connection: 'simulator',
    rosOverlays: [],
  });
});

it('a connection is the simulator, none, or a profile by its file name', () => {
  const connection = settingsSchema.shape.connection;
  for (const id of ['simulator', 'none', 'ready:ur5e', 'own:bench-arm-2'])
    expect(connection.safeParse(id).success).toBe(true);
  for (const id of ['own:../x', 'own:', 'other:x', 'own:A', 'own:a/b'])
    expect(connection.safeParse(id).success).toBe(false);
});
