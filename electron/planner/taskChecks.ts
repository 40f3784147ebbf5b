import type { MotionVerdict } from '../../shared/collision/checkMotion';
import type { Fences } from '../../shared/contract/fences';
import type { PlanCheck } from '../../shared/contract/plan';
import type { RobotState } from '../../shared/contract/robotContract';
import type { Stated } from '../../shared/contract/stated';
import { mm } from '../../shared/geometry/millimetres';
import type { Kinematics } from '../../shared/motion/kinematics';
import { jointLimitsCheck, speedCheck } from './assemblePlan';
import type { FoundMotion } from './motion/searchMotion';
import type { GroundedObject } from './perception/groundBox';
import type { Grounded } from './perception/groundScene';
import { point } from './planningError';

/** m: a gripper between these may be holding something. */
const mayHold = { from: 0.004, to: 0.075 };

/** Everything about a task's plan that was checked, with its figures, for the operator to read. */
export function taskChecks(
  { robot }: Kinematics,
  { object, path, uncertainty, calibration, stated }: Grounded,
  { geometry, timed, verdict, tried, choice }: FoundMotion,
  state: RobotState,
  speedScale: number,
  fences: Fences,
): PlanCheck[] {
  const { grasp } = geometry;
  const ok = (name: string, text: string): PlanCheck => ({ name, ok: true, text: text.slice(0, 500) });
  const unchecked = (name: string, text: string): PlanCheck => ({ ...ok(name, text), unchecked: true });
  const forms = { ball: 'a ball', round: 'round from above', angular: 'angular from above' };
  const degrees = Math.round((grasp.yaw * 180) / Math.PI);
  const checks = [
    stated
      ? unchecked('stated, not seen', statedText(stated, object))
      : ok(
          'grounding points',
          `${object.pointCount} depth points on the object: centre ${point(object.center)}, ${object.size.map((s) => Math.round(s * 1000)).join(' x ')} mm, ${forms[object.form]}.`,
        ),
    (calibration.outcome === 'cannotTell' ? unchecked : ok)('camera calibration', calibration.text),
    ok('grounding uncertainty', uncertainty.text),
    ...geometry.repairs.map(({ waypoint, reason }) => ok(`repaired waypoint ${waypoint}`, reason)),
    ...path.notes.map(({ name, text }) => ok(name, text)),
    ok(
      'grasp width',
      `Grasp ${choice.number} of ${choice.count}: ${mm(grasp.width)} between the fingers, which open to ${mm(grasp.openWidth)}; hand turned by ${degrees} degrees${grasp.tilt === 0 ? '' : `, leaning by ${Math.round((Math.abs(grasp.tilt) * 180) / Math.PI)} degrees`}${tried > 1 ? `, way number ${tried} that was tried` : ''}.`,
    ),
    ok(
      'reach',
      `All ${timed.reduce((sum, move) => sum + move.postures.length, 0)} postures on the way are solved, without a jump.`,
    ),
    jointLimitsCheck(robot, timed),
    speedCheck(robot, timed, speedScale),
    ...clearanceChecks(verdict, fences, stated !== undefined),
  ];
  if (state.gripperWidth > mayHold.from && state.gripperWidth < mayHold.to) {
    checks.push(
      ok(
        'gripper',
        `The gripper stands at ${mm(state.gripperWidth)} and may hold something: it opens before the arm moves.`,
      ),
    );
  }
  return checks;
}

/** What the collision check found, in words. */
export function clearanceChecks(verdict: MotionVerdict, fences: Fences, blind = false): PlanCheck[] {
  const { self, table, scene } = verdict;
  const sceneText = blind
    ? 'Not seen: the way was checked against the object only, as stated, and against nothing else that may stand there.'
    : Number.isFinite(scene.distance)
      ? `${scene.what} comes within ${mm(Math.max(0, scene.distance))} of what the camera saw, during ${scene.phase}.`
      : 'Nothing that the camera saw comes near the arm.';
  return [
    {
      name: 'self collision',
      ok: true,
      text: `Least distance ${mm(self.distance)}: ${self.what}, during ${self.phase}.`,
    },
    {
      name: 'table',
      ok: true,
      text: `Least height ${mm(table.distance)}: ${table.what}, during ${table.phase}.`,
    },
    { name: 'fences', ok: true, text: fencesText(verdict, fences) },
    {
      name: 'scene',
      ok: true,
      ...(blind && { unchecked: true }),
      text: sceneText.charAt(0).toUpperCase() + sceneText.slice(1),
    },
  ];
}

function fencesText(
  { fences: { distance, what, phase } }: MotionVerdict,
  { keepOut, joints }: Fences,
): string {
  const count = (n: number, one: string, many: string) => (n === 1 ? `1 ${one}` : `${n} ${many}`);
  const others = [
    ...(keepOut.length > 0 ? [count(keepOut.length, 'keep-out box', 'keep-out boxes')] : []),
    ...(joints.length > 0 ? [count(joints.length, 'joint soft limit', 'joint soft limits')] : []),
  ];
  const kept = ['The workspace fence', ...others].join(', ');
  return `${kept}: kept. Least distance ${mm(distance)}: ${what}, during ${phase}.`.slice(0, 500);
}

/** What the operator has to know before saying yes. */
function statedText({ surface, height, width, target }: Stated, { unsure = 0 }: GroundedObject): string {
  const place = target > 0 ? ` The place is taken to be ${mm(target)} high.` : '';
  return (
    `The camera gives no depth. As stated, the object is ${mm(width)} across and ${mm(height)} high and stands on a ` +
    `surface ${mm(surface)} high; its box then puts it where it is to ${mm(unsure)} (95 %).${place}`
  );
}
