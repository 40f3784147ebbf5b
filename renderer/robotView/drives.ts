import type { StoreApi } from 'zustand/vanilla';
import type { Plan } from '../../shared/contract/plan';
import { armValues, type JointValues } from '../../shared/robot/forwardKinematics';
import type { RobotModel } from '../../shared/robot/robotModel';
import type { LoopView } from '../loop/loopView';
import type { PlanSpans } from '../plan/planClock';
import { type PlannedPosture, samplePlan } from '../plan/samplePlan';
import type { TelemetryStore } from '../services/telemetry';
import { type PlanCursorStore, shownTimeSec } from '../stage/planCursor';
import { throttled } from './throttled';

/** Gives a robot its posture now and whenever it changes. Returns the end of it. */
export type Drive = (robot: RobotModel, pose: (values: JointValues) => void) => () => void;

/** At most ten postures a second: the view is drawn in software where there is no GPU. */
const everyMs = 100;
/** Smaller changes than these (rad, m) cannot be seen. */
const visible = 5e-4;

function posture(robot: RobotModel, positions: readonly number[], gripperWidth: number): JointValues {
  const [left, right] = robot.gripper.fingerJointNames;
  return { ...armValues(robot, positions), [left]: gripperWidth / 2, [right]: gripperWidth / 2 };
}

function differs(a: JointValues | undefined, b: JointValues): boolean {
  if (!a) return true;
  return Object.keys(b).some((name) => Math.abs((a[name] ?? 0) - (b[name] ?? 0)) > visible);
}

/** Poses only while the window can be seen, and only what is visibly different. */
function onChange(
  read: () => JointValues | null,
  pose: (values: JointValues) => void,
  subscriptions: readonly ((listener: () => void) => () => void)[],
): () => void {
  let last: JointValues | undefined;
  const { call, end } = throttled(() => {
    if (document.hidden) return;
    const values = read();
    if (!values || !differs(last, values)) return;
    last = values;
    pose(values);
  }, everyMs);
  const ends = subscriptions.map((subscribe) => subscribe(call));
  document.addEventListener('visibilitychange', call);
  call();
  return () => {
    end();
    document.removeEventListener('visibilitychange', call);
    for (const endOne of ends) endOne();
  };
}

/** Where something else that changes has the joints; null: nowhere, the body stays as it was. */
export function driveBy<T>(
  store: Pick<StoreApi<T>, 'getState' | 'subscribe'>,
  postureOf: (state: T) => PlannedPosture | null,
): Drive {
  return (robot, pose) =>
    onChange(
      () => {
        const at = postureOf(store.getState());
        return at && posture(robot, at.positions, at.gripperWidth ?? robot.gripper.maxWidth);
      },
      pose,
      [store.subscribe],
    );
}

/** Where the joints are. */
export function driveByTelemetry(telemetry: TelemetryStore): Drive {
  return (robot, pose) =>
    onChange(
      () => {
        const state = telemetry.getState().robot;
        return state && state.positions.length > 0
          ? posture(robot, state.positions, state.gripperWidth)
          : null;
      },
      pose,
      [telemetry.subscribe],
    );
}

/** Where the plan has the joints at the moment that is shown. */
export function driveByPlan(
  view: StoreApi<LoopView>,
  cursor: PlanCursorStore,
  plan: Plan,
  spans: PlanSpans,
): Drive {
  return (robot, pose) =>
    onChange(
      () => {
        const at = samplePlan(plan, spans, shownTimeSec(view.getState(), cursor.getState()));
        return posture(robot, at.positions, at.gripperWidth ?? robot.gripper.maxWidth);
      },
      pose,
      [view.subscribe, cursor.subscribe],
    );
}
