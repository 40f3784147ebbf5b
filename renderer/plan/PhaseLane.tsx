import { type ChartFrame, laneHeight } from './chartFrame';
import styles from './PhaseLane.module.css';
import { phaseWords } from './phaseWords';
import type { PhaseSpan } from './planClock';

/** Rough width of a letter (px), to leave out the words that do not fit. */
const letterPx = 6.2;

export function PhaseLane({
  phases,
  frame,
}: {
  readonly phases: readonly PhaseSpan[];
  readonly frame: ChartFrame;
}) {
  return (
    <g className={styles.lane}>
      {phases.map(({ phase, startSec, endSec }) => {
        const x = frame.x(startSec);
        const width = Math.max(1, frame.x(endSec) - x - 1.5);
        const word = phaseWords[phase];
        return (
          <g key={`${phase}${startSec}`} data-phase={phase}>
            <title>{`${word}: ${startSec.toFixed(1)} to ${endSec.toFixed(1)} s`}</title>
            <rect x={x} y={3} width={width} height={laneHeight - 2} rx={2} />
            {word.length * letterPx + 6 < width && (
              <text x={x + 5} y={3 + laneHeight / 2} dominantBaseline="middle">
                {word}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
