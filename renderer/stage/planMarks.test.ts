import { describe, expect, it } from 'vitest';
import type { Observation } from '../../shared/contract/common';
import { project } from '../../shared/geometry/cameraModel';
import { nominalCamera } from '../../shared/scene/sceneCamera';
import { stagedPlan } from '../dev/stagedPlan';
import { observation } from '../loop/loopTestNouns';
import { newRun, type RunView } from '../loop/loopView';
import { repairMarks, uncertaintyMarks } from './planMarks';

const plan = stagedPlan([0.5, 0.1, 0.02], [0.45, -0.15, 0.06], 0);
const camera = structuredClone(nominalCamera) as Observation['camera'];
const run: RunView = {
  ...newRun('run', 'task', 'x', 0),
  frame: { observation: { ...observation, camera }, jpeg: new Uint8Array() } as unknown as RunView['frame'],
  plan: { plan, planHash: '0'.repeat(64), planningMs: 1 },
};

describe('plan marks', () => {
  it('lie where the object and its place are seen', () => {
    const [object, place] = uncertaintyMarks(run);
    const [u, v] = project(nominalCamera, plan.grounding!.objectCenter);
    expect(object!.center).toEqual([u, v]);
    expect(object!.radii[0]).toBeGreaterThan(object!.radii[1]);
    expect(place).toBeDefined();
  });

  it('go from the model to the planner for waypoints that were moved, and are none without a plan', () => {
    const repairs = [
      { waypoint: 2, from: [0.5, 0.6, 0.2], to: [0.5, 0.55, 0.2], reason: 'It lay outside.' },
    ] as NonNullable<NonNullable<typeof plan.grounding>['repairs']>;
    const repaired = { ...plan, grounding: { ...plan.grounding!, repairs } };
    const [mark] = repairMarks({ ...run, plan: { ...run.plan!, plan: repaired } });
    expect(mark!.from).toEqual(project(nominalCamera, [0.5, 0.6, 0.2]).slice(0, 2));
    expect(mark!.to).toEqual(project(nominalCamera, [0.5, 0.55, 0.2]).slice(0, 2));
    expect(repairMarks({ ...run, plan: null })).toEqual([]);
    expect(uncertaintyMarks(null)).toEqual([]);
  });
});
