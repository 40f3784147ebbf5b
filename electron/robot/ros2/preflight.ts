import type { PreflightFinding } from '../../../shared/contract/connection';
import type { RobotModel } from '../../../shared/robot/robotModel';
import type { Clock } from '../clock';
import { controllerFindings, managerFindings } from './controllerFindings';
import type { RobotWire } from './robotWire';

const everyMs = 10_000;

export interface PreflightOptions {
  readonly wire: RobotWire;
  readonly clock: Clock;
  /** The trajectory controller's node. */
  readonly controller: string;
  readonly velocitiesAreMissing: () => boolean;
}

/** Reads now and then what the controllers are set to, and says what the operator has to know of it. */
export function createPreflight({ wire, clock, controller, velocitiesAreMissing }: PreflightOptions) {
  const manager = `${controller.slice(0, controller.lastIndexOf('/'))}/controller_manager`;
  const readController = wire.parametersOf(controller);
  const readManager = wire.parametersOf(manager);
  let findings: readonly PreflightFinding[] | undefined;
  let readAtMs = Number.NEGATIVE_INFINITY;

  async function read({ armJointNames }: RobotModel): Promise<void> {
    const wanted = (name: string) =>
      [
        'joints',
        'interpolation_method',
        'use_sim_time',
        'constraints.decelerate_on_cancel',
        'constraints.stopped_velocity_tolerance',
      ].includes(name) || armJointNames.some((joint) => name.startsWith(`constraints.${joint}.`));
    const [ofController, ofManager] = await Promise.all([
      readController(wanted),
      readManager((name) => name === 'enforce_command_limits'),
    ]);
    findings = [
      ...controllerFindings(controller, armJointNames, ofController),
      managerFindings(manager, ofManager),
    ];
  }

  return {
    /** To be called a few times a second, while the controller is there. */
    tend(model: RobotModel): void {
      if (clock.nowMs() - readAtMs < everyMs) return;
      readAtMs = clock.nowMs();
      read(model).catch((error: Error) => {
        findings = [unreadSettings(error.message)];
      });
    },
    /** Undefined until the controller was asked. */
    findings: (): readonly PreflightFinding[] | undefined =>
      findings && [...findings, ...(velocitiesAreMissing() ? [noVelocities] : []), ...wire.findings()],
  };
}

const noVelocities: PreflightFinding = {
  check: 'Velocities',
  level: 'warning',
  text: 'The joint states carry no velocities: they are worked out from the positions.',
  next: 'Standstill is measured less finely. Have the robot send velocities if it can.',
};

/** Reading settings is advice: that it went wrong must not end the process that can stop the arm. */
const unreadSettings = (problem: string): PreflightFinding => ({
  check: 'Controller settings',
  level: 'warning',
  text: `The controller's settings could not be read: ${problem}`.slice(0, 600),
  next: "Look at the controller's tolerances and its deceleration on cancel yourself before you approve.",
});
