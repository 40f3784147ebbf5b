/** One stretch of constant jerk. */
export interface JerkPhase {
  readonly duration: number;
  readonly jerk: number;
}

/**
 * The shortest motion from rest to rest over `way` > 0 within limits of speed, acceleration and jerk (which
 * it may pass by a fraction of a thousandth, where a stretch would be too short to write down), as
 * its stretches of constant jerk (at most seven: Biagiotti and Melchiorri 2008, 3.4). The same on both
 * halves, so it is written from the time Tj that the acceleration rises, Ta that speeding up takes and Tv
 * at full speed.
 */
export function doubleS(
  way: number,
  speed: number,
  acceleration: number,
  jerk: number,
): readonly JerkPhase[] {
  // Speeding up to full speed, with or without a stretch of full acceleration.
  let rise = Math.min(acceleration / jerk, Math.sqrt(speed / jerk));
  let ramp = rise + speed / (jerk * rise);
  let cruise = way / speed - ramp;
  if (cruise < 0) {
    cruise = 0;
    rise = Math.min(acceleration / jerk, Math.cbrt(way / (2 * jerk)));
    // Without cruise: way = J rise (ramp - rise) ramp.
    ramp = rise / 2 + Math.sqrt((rise * rise) / 4 + way / (jerk * rise));
  }
  const flat = Math.max(0, ramp - 2 * rise);
  const phases = [
    { duration: rise, jerk },
    { duration: flat, jerk: 0 },
    { duration: rise, jerk: -jerk },
    { duration: cruise, jerk: 0 },
    { duration: rise, jerk: -jerk },
    { duration: flat, jerk: 0 },
    { duration: rise, jerk },
  ];
  // A stretch too short to be told apart in a plan's text is left out, and the rest grows by what it covered.
  const whole = phases.reduce((sum, p) => sum + p.duration, 0);
  const kept = phases.filter((p) => p.duration > shortestShare * whole);
  const scale = kept.length < phases.length ? way / wayOf(kept) : 1;
  return scale === 1 ? kept : kept.map((p) => ({ ...p, jerk: p.jerk * scale }));
}

/** Share of the whole time that a stretch must take. */
const shortestShare = 3e-4;

function wayOf(phases: readonly JerkPhase[]): number {
  let [s, v, a] = [0, 0, 0];
  for (const { duration: h, jerk } of phases) {
    s += h * (v + h * (a / 2 + (h * jerk) / 6));
    v += h * (a + (h * jerk) / 2);
    a += h * jerk;
  }
  return s;
}
