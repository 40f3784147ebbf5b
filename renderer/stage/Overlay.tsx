import type { Box } from '../../shared/contract/proposal';
import type { Ellipse } from '../../shared/geometry/covariance';
import styles from './Overlay.module.css';
import type { AlternativeMark } from './proposed';

/** Pixels of the picture. */
export interface MovedMark {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

interface Props {
  readonly width: number;
  readonly height: number;
  readonly box: Box | null;
  readonly waypoints: readonly (readonly [number, number])[];
  /** Other answers to the same question: drawn thin, with their numbers, beneath the Proposal. */
  readonly alternatives?: readonly AlternativeMark[];
  /** Waypoints that the planner moved: from the model's to its own, in pixels. */
  readonly repairs?: readonly MovedMark[];
  /** How well the places of a plan are known, in pixels; absent: none are drawn. */
  readonly ellipses?: readonly Ellipse[];
  /** The answer is still being given: drawn dashed. */
  readonly preview: boolean;
  /** Two pictures carry the same overlay: each has its own test id prefix. */
  readonly testIds: 'overlay' | 'live-overlay' | 'verification-overlay' | 'compared-overlay';
}

/** The model's box and path on the picture. Fractions of the picture become its pixels. */
export function Overlay({
  width,
  height,
  box,
  waypoints,
  alternatives = [],
  repairs = [],
  ellipses = [],
  preview,
  testIds,
}: Props) {
  const points = waypoints.map(([x, y]) => [x * width, y * height] as const);
  const path = points.map(([x, y]) => `${x},${y}`).join(' ');
  const last = points.at(-1);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={styles.overlay} data-preview={preview}>
      <title>What the model proposes: the object's box and the gripper's path</title>
      {alternatives.map((alternative) => (
        <AlternativeView
          key={`${alternative.number} ${alternative.box !== null}`}
          {...alternative}
          width={width}
          height={height}
          testId={`${testIds}-alternative`}
        />
      ))}
      {box && <BoxMark box={box} width={width} height={height} testId={`${testIds}-box`} />}
      {points.length > 0 && (
        <g data-testid={`${testIds}-path`}>
          <polyline className={styles.halo} points={path} />
          <polyline className={styles.stroke} points={path} />
          {points.map(([x, y], i) => (
            <circle key={`${x},${y}`} cx={x} cy={y} r={points.length - 1 === i ? 7 : 4.5} />
          ))}
          {last && <circle className={styles.target} cx={last[0]} cy={last[1]} r={2.5} />}
        </g>
      )}
      {repairs.map(({ from, to }) => (
        <g key={from.join()} data-testid={`${testIds}-repair`}>
          <title>This waypoint was moved by the planner</title>
          <line className={styles.halo} x1={from[0]} y1={from[1]} x2={to[0]} y2={to[1]} />
          <line className={styles.repair} x1={from[0]} y1={from[1]} x2={to[0]} y2={to[1]} />
          <rect className={styles.repaired} x={to[0] - 5} y={to[1] - 5} width={10} height={10} />
        </g>
      ))}
      {ellipses.map((ellipse) => (
        <EllipseMark key={ellipse.center.join()} ellipse={ellipse} testId={`${testIds}-ellipse`} />
      ))}
    </svg>
  );
}

/** px: smaller ones could not be seen. */
const leastRadius = 3;

/** Half axes and turn of an ellipse, over a dark line that shows it on any ground. */
function EllipseMark({ ellipse, testId }: { ellipse: Ellipse; testId: string }) {
  const { center, radii, angle } = ellipse;
  const shape = {
    cx: center[0],
    cy: center[1],
    rx: Math.max(leastRadius, radii[0]),
    ry: Math.max(leastRadius, radii[1]),
    transform: `rotate(${(angle * 180) / Math.PI} ${center[0]} ${center[1]})`,
  };
  return (
    <g>
      <title>Known this well: 95 of 100 times it lies inside</title>
      <ellipse className={styles.halo} {...shape} />
      <ellipse className={styles.known} {...shape} data-testid={testId} />
    </g>
  );
}

/** px of the picture between the numbers of neighbours: answers are often nearly the same. */
const numberStep = 14;

function AlternativeView({
  number,
  box,
  waypoints,
  width,
  height,
  testId,
}: AlternativeMark & { readonly width: number; readonly height: number; readonly testId: string }) {
  const end = waypoints.at(-1);
  const [x, y] = box ? [box.xMin, box.yMin] : (end ?? [0, 0]);
  return (
    <g className={styles.alternative} data-testid={testId}>
      <title>Another answer to the same question</title>
      {box && <rect {...rectOf(box, width, height)} />}
      {waypoints.length > 0 && (
        <polyline points={waypoints.map(([px, py]) => `${px * width},${py * height}`).join(' ')} />
      )}
      <text x={x * width + (number - 1) * numberStep + (box ? 0 : 10)} y={y * height - 6}>
        {number}
      </text>
    </g>
  );
}

const rectOf = (box: Box, width: number, height: number) => ({
  x: box.xMin * width,
  y: box.yMin * height,
  width: (box.xMax - box.xMin) * width,
  height: (box.yMax - box.yMin) * height,
});

function BoxMark({
  box,
  width,
  height,
  testId,
}: {
  box: Box;
  width: number;
  height: number;
  testId: string;
}) {
  const shape = { ...rectOf(box, width, height), rx: 2 };
  return (
    <g>
      <rect className={styles.halo} {...shape} />
      <rect className={styles.stroke} {...shape} data-testid={testId} />
    </g>
  );
}
