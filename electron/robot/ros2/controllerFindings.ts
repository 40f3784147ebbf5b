import type { PreflightFinding } from '../../../shared/contract/connection';

/** Parameters of a node by name; a name that is missing is not declared there. */
export type Parameters = ReadonlyMap<string, unknown>;

const ok = (check: string, text: string): PreflightFinding => ({ check, level: 'ok', text, next: '' });
const warning = (check: string, text: string, next: string): PreflightFinding => ({
  check,
  level: 'warning',
  text,
  next,
});

const listed = (names: readonly string[]) => names.join(', ');

/**
 * What a joint_trajectory_controller's parameters say about how safely it follows and stops. `parameters`
 * null: they could not be read, so nothing is known.
 */
export function controllerFindings(
  controller: string,
  armJointNames: readonly string[],
  parameters: Parameters | null,
): readonly PreflightFinding[] {
  const check = 'Trajectory controller';
  if (!parameters) {
    return [
      warning(
        check,
        `The settings of ${controller} are unknown: it answers no questions about its parameters.`,
        'Look up in its manual whether it brakes on cancel and aborts when it leaves its path.',
      ),
    ];
  }
  const joints = parameters.get('joints');
  const missing = Array.isArray(joints) ? armJointNames.filter((name) => !joints.includes(name)) : [];
  if (missing.length > 0) {
    return [
      {
        check,
        level: 'blocking',
        text: `${controller} does not move ${listed(missing)}.`,
        next: 'Choose the controller of the arm in the profile, or correct the names of the joints.',
      },
    ];
  }
  const zero = (suffix: string) =>
    armJointNames.filter((name) => !(Number(parameters.get(`constraints.${name}.${suffix}`) ?? 0) > 0));
  const loose = zero('trajectory');
  const abrupt =
    parameters.get('constraints.decelerate_on_cancel') === true
      ? zero('max_deceleration_on_cancel')
      : armJointNames;
  return [
    loose.length === 0
      ? ok('Path tolerance', `${controller} has path tolerances of its own.`)
      : warning(
          'Path tolerance',
          `${controller} has no path tolerance of its own for ${listed(loose)}. The console sends its own with every goal.`,
          'Set constraints.<joint>.trajectory, so that goals of other programs are watched too.',
        ),
    abrupt.length === 0
      ? ok('Braking on cancel', `${controller} brakes each joint within its own deceleration on cancel.`)
      : warning(
          'Braking on cancel',
          `On cancel ${controller} holds ${listed(abrupt)} abruptly: a fast arm jerks, and its drives may fault.`,
          'Set constraints.decelerate_on_cancel and max_deceleration_on_cancel, or keep the speed low.',
        ),
    ...(Number(parameters.get('constraints.stopped_velocity_tolerance') ?? 1) > 0
      ? []
      : [
          warning(
            'Standstill at the end',
            `${controller} calls a motion done while the arm may still move (stopped_velocity_tolerance is 0).`,
            'Set constraints.stopped_velocity_tolerance to 0.01. The console measures standstill by itself.',
          ),
        ]),
    ...(parameters.get('interpolation_method') === 'none'
      ? [
          warning(
            'Interpolation',
            `${controller} does not interpolate: it jumps from point to point.`,
            'Set interpolation_method to splines.',
          ),
        ]
      : []),
    ...(parameters.get('use_sim_time') === true
      ? [
          warning(
            'Clock',
            `${controller} runs on simulated time (use_sim_time).`,
            'Right for a simulation. On a real robot set use_sim_time to false.',
          ),
        ]
      : []),
  ];
}

/** What the controller manager says about limits; null: it is not there, or does not answer. */
export function managerFindings(manager: string, parameters: Parameters | null): PreflightFinding {
  const check = 'Limits at the hardware';
  const next = 'Set enforce_command_limits, so that the robot refuses what is beyond its limits by itself.';
  const enforced = parameters?.get('enforce_command_limits');
  if (enforced === true) return ok(check, `${manager} enforces the joint limits.`);
  return enforced === false
    ? warning(check, `${manager} does not enforce the joint limits.`, next)
    : warning(
        check,
        `Whether the robot enforces its joint limits is unknown: ${manager} does not say.`,
        next,
      );
}
