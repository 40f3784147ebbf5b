import { expect, it } from 'vitest';
import { missingForTask } from './missingForTask';

const all = {
  robot: true,
  camera: true,
  inference: true,
  planner: true,
  recorder: true,
  exporter: true,
  training: true,
};
const inference = {
  state: 'ready' as const,
  model: null,
  boxConvention: null,
  sendsTo: null,
  fault: null,
  loadMs: 1,
  memoryBytes: 1,
};

it('needs neither exports nor training, which a real robot does not have', () => {
  expect(missingForTask({ connected: { ...all, exporter: false, training: false }, inference })).toBe('');
});

it('names what is gone, and a model that is not ready', () => {
  for (const name of ['robot', 'camera', 'planner', 'recorder'] as const) {
    expect(missingForTask({ connected: { ...all, [name]: false }, inference })).toBe(name);
  }
  const loading = { ...inference, state: 'loading' as const };
  expect(missingForTask({ connected: all, inference: loading })).toBe('model (loading)');
  expect(missingForTask({ connected: { ...all, inference: false }, inference: null })).toBe('inference');
});
