import { expect, it } from 'vitest';
import { childEnvironment } from './childEnvironment';

const paths = { data: '/data', episodes: '/data/episodes', resources: '/resources' };

it("refuses telemetry, whatever main's own environment says", () => {
  const environment = childEnvironment({ ORT_DISABLE_TELEMETRY: '0', PATH: '/bin' }, paths, { sceneSeed: 7 });
  expect(environment.ORT_DISABLE_TELEMETRY).toBe('1');
  expect(environment.PATH).toBe('/bin');
});

it('names the folders, and the scene of the settings unless another is asked for', () => {
  expect(childEnvironment({}, paths, { sceneSeed: 7 })).toMatchObject({
    R1_DATA_DIR: '/data',
    R1_EPISODES_DIR: '/data/episodes',
    R1_RESOURCES_DIR: '/resources',
    R1_SCENE_SEED: '7',
  });
  expect(childEnvironment({ R1_SCENE_SEED: '3' }, paths, { sceneSeed: 7 }).R1_SCENE_SEED).toBe('3');
});

it("gives the connection's variables, and nothing of the shell that speaks against them", () => {
  const shell = { ROS_LOCALHOST_ONLY: '1', R1_CONNECTION: 'old', HOME: '/h' };
  const environment = childEnvironment(shell, paths, { sceneSeed: 1 }, { ROS_DOMAIN_ID: '7' });
  expect(environment).toMatchObject({ HOME: '/h', ROS_DOMAIN_ID: '7' });
  expect(environment.ROS_LOCALHOST_ONLY).toBeUndefined();
  expect(environment.R1_CONNECTION).toBeUndefined();
});
