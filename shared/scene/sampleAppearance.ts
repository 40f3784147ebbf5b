import { hslToHex } from './color';
import type { Random } from './random';
import type { ObjectColor, SceneAppearance, SceneObject } from './scene';

type Range = readonly [number, number];

/** Hue in degrees, saturation and lightness 0..1: wide enough for many shades, narrow enough to keep the name. */
const shadeRanges: Readonly<
  Record<ObjectColor, { readonly h: Range; readonly s: Range; readonly l: Range }>
> = {
  red: { h: [350, 364], s: [0.68, 0.86], l: [0.36, 0.47] },
  orange: { h: [20, 28], s: [0.84, 0.95], l: [0.47, 0.54] },
  yellow: { h: [46, 53], s: [0.82, 0.95], l: [0.48, 0.57] },
  green: { h: [112, 150], s: [0.42, 0.7], l: [0.28, 0.4] },
  blue: { h: [208, 226], s: [0.6, 0.82], l: [0.38, 0.5] },
  purple: { h: [268, 288], s: [0.38, 0.58], l: [0.38, 0.48] },
};

/** Neutral grounds: pale wood, light greys, slate. */
const tableRanges: readonly { readonly h: Range; readonly s: Range; readonly l: Range }[] = [
  { h: [28, 38], s: [0.18, 0.32], l: [0.62, 0.76] },
  { h: [200, 225], s: [0.03, 0.09], l: [0.66, 0.82] },
  { h: [205, 222], s: [0.06, 0.12], l: [0.38, 0.5] },
];
const floorRange = { h: [205, 230] as Range, s: [0.04, 0.12] as Range, l: [0.3, 0.55] as Range };

/** Light, ground and shades; none of it changes the task. */
export function sampleAppearance(objects: readonly SceneObject[], random: Random): SceneAppearance {
  const shade = (range: { readonly h: Range; readonly s: Range; readonly l: Range }) =>
    hslToHex(random.uniform(...range.h) % 360, random.uniform(...range.s), random.uniform(...range.l));
  const azimuth = random.uniform(-Math.PI, Math.PI);
  const elevation = random.uniform(0.95, 1.35);
  return {
    tableColor: shade(random.pick(tableRanges)),
    floorColor: shade(floorRange),
    lightDirection: [
      Math.cos(elevation) * Math.cos(azimuth),
      Math.cos(elevation) * Math.sin(azimuth),
      Math.sin(elevation),
    ],
    keyLight: random.uniform(0.85, 1.15),
    ambientLight: random.uniform(0.8, 1.15),
    objectShades: Object.fromEntries(objects.map((o) => [o.id, shade(shadeRanges[o.color])])),
  };
}
