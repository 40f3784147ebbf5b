import type { ModelChoices } from '../../contract/connection';
import type { JointLimits } from '../robotModel';
import { UrdfFault } from './urdfFault';
import type { UrdfJoint } from './urdfTree';
import { numberOf } from './urdfXml';

type Narrower = ModelChoices['limits'][string];

/** A joint that turns without end is given two turns, as controllers count them. */
const continuousRange = 2 * Math.PI;
/** rad/s (m/s): faster is no limit at all. */
const fastest = 100;

/**
 * The limits of a joint that is moved: the file's (position, velocity, effort; its soft limits where they
 * are tighter), the choices' acceleration and jerk where the file has none, all narrowed by the choices.
 */
export function limitsOf(joint: UrdfJoint, choices: ModelChoices): JointLimits {
  const { name, type, limit, soft } = joint;
  const narrower: Narrower = Object.hasOwn(choices.limits, name) ? choices.limits[name]! : {};
  if (!limit && type !== 'continuous') throw new UrdfFault(`Joint "${name}" has no <limit>.`);
  const given = (attribute: string, fallback: number) =>
    limit ? numberOf(limit, attribute, 1e12, fallback) : fallback;
  const endless = type === 'continuous';
  const lower = endless ? -continuousRange : given('lower', 0);
  const upper = endless ? continuousRange : given('upper', 0);
  const velocity = given('velocity', 0) || (narrower.velocity ?? 0);
  if (!(velocity > 0)) throw new UrdfFault(`Joint "${name}" has no velocity limit. Give one in the profile.`);
  return narrow(
    name,
    {
      lower: Math.max(lower, soft?.lower ?? lower),
      upper: Math.min(upper, soft?.upper ?? upper),
      velocity,
      acceleration: given('acceleration', choices.acceleration),
      jerk: given('jerk', choices.jerk),
      effort: Math.max(0, given('effort', 0)),
    },
    narrower,
  );
}

/** Limits made tighter, never wider; throws UrdfFault in words when nothing is left or they are no limits. */
export function narrow(name: string, limits: JointLimits, by: Narrower): JointLimits {
  const lower = Math.max(limits.lower, by.lower ?? limits.lower);
  const upper = Math.min(limits.upper, by.upper ?? limits.upper);
  const velocity = Math.min(limits.velocity, by.velocity ?? limits.velocity);
  const acceleration = Math.min(limits.acceleration, by.acceleration ?? limits.acceleration);
  if (!(lower < upper)) {
    throw new UrdfFault(`Joint "${name}" has no range: from ${lower} to ${upper}.`);
  }
  if (!(Math.abs(lower) <= 1000 && Math.abs(upper) <= 1000)) {
    throw new UrdfFault(`Joint "${name}" ranges from ${lower} to ${upper}, which is no limit.`);
  }
  if (velocity > fastest) {
    throw new UrdfFault(
      `Joint "${name}" may move at ${velocity} a second, which is no limit. Give one in the profile.`,
    );
  }
  if (!(acceleration > 0 && limits.jerk > 0)) {
    throw new UrdfFault(`Joint "${name}" has an acceleration or jerk limit that is not above 0.`);
  }
  return { ...limits, lower, upper, velocity, acceleration };
}
