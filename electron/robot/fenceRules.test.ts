import { describe, expect, it } from 'vitest';
import { defaultFences, type Fences } from '../../shared/contract/fences';
import type { TrajectorySegment } from '../../shared/contract/plan';
import { fencesHash } from '../../shared/motion/fences';
import { createKinematics, tipPose } from '../../shared/motion/kinematics';
import { runToEnd } from '../../shared/motion/validateTrajectory';
import { fr3 } from '../../shared/robot/fr3';
import { fenceProblems } from './fenceRules';
import { planRefusals } from './planRules';
import { gateRobot, move, taskPlan } from './testing/plans';

const kinematics = createKinematics(fr3);
const swing = move(0, 0.6, 4, 'approach') as TrajectorySegment;
const [x, y, z] = tipPose(
  kinematics,
  fr3.home.map((q, j) => (j === 0 ? 0.3 : q)),
).position;
/** A box of 2 cm that the tool point passes in the middle of the swing, and is far from at both ends. */
const inTheWay: Fences = {
  ...defaultFences,
  keepOut: [{ name: 'post', min: [x - 0.01, y - 0.01, z - 0.01], max: [x + 0.01, y + 0.01, z + 0.01] }],
};
const problems = (fences: Fences) => runToEnd(fenceProblems(swing, kinematics, fences));

describe("the gate's fences", () => {
  it('let a motion inside pass', () => {
    expect(problems(defaultFences)).toEqual([]);
  });

  it('see a box that only lies between the points of a trajectory', () => {
    const [only, ...more] = problems(inTheWay);
    expect(more).toEqual([]);
    expect(only).toMatch(/the tool point enters the keep-out box "post" at 1\.\d+ s/);
  });

  it('see an elbow that leaves the workspace while the tool stays in it', () => {
    const workspace: Fences['workspace'] = { ...defaultFences.workspace, max: [1, 0.7, z + 0.02] };
    const high = problems({ ...defaultFences, workspace });
    expect(high.join()).toContain('leaves the workspace');
    expect(high.join()).not.toContain('tool point');
  });

  it('see a joint past its soft limit, to a thousandth', () => {
    const soft = (upper: number): Fences => ({
      ...defaultFences,
      joints: [{ joint: fr3.armJointNames[0]!, lower: -1, upper }],
    });
    expect(problems(soft(0.5999)).join()).toContain('soft limit');
    expect(problems(soft(0.6001))).toEqual([]);
  });

  it('refuse whatever the planner says of its plan: it names the right fences and goes through them', () => {
    const plan = taskPlan('e1', 1000, { segments: [swing], fencesHash: fencesHash(inTheWay) });
    const robot = { ...gateRobot, fences: inTheWay, fencesHash: fencesHash(inTheWay) };
    expect(runToEnd(planRefusals(plan, robot)).map(({ check }) => check)).toEqual(['fences']);
    const elsewhere = { ...inTheWay.keepOut[0]!, min: [x, y, z + 0.2], max: [x + 0.1, y + 0.1, z + 0.3] };
    const clear = { ...inTheWay, keepOut: [elsewhere] } as Fences;
    const free = { ...robot, fences: clear, fencesHash: fencesHash(clear) };
    expect(runToEnd(planRefusals({ ...plan, fencesHash: fencesHash(clear) }, free))).toEqual([]);
    const others = runToEnd(planRefusals(plan, gateRobot)).map(({ check }) => check);
    expect(others).toEqual(['fencesUnchanged']);
  });

  it('give way at least every 50 postures', () => {
    let steps = 0;
    const work = fenceProblems(move(0, 0.6, 10, 'approach') as TrajectorySegment, kinematics, inTheWay);
    while (!work.next().done) steps++;
    expect(steps).toBeGreaterThanOrEqual(10_000 / 50);
  });
});
