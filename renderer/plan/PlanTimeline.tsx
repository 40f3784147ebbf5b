import { useElementSize } from '@mantine/hooks';
import { IconTimeline } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Plan } from '../../shared/contract/plan';
import { Pane } from '../stage/Pane';
import type { PlanCursorStore } from '../stage/planCursor';
import { useLoop } from '../ui/ConsoleContext';
import { formatSec } from '../ui/format';
import { ActualTrace } from './ActualTrace';
import { type ChartFrame, chartFrame } from './chartFrame';
import { planCurves, polyline } from './curves';
import { JointLegend } from './JointLegend';
import { PhaseLane } from './PhaseLane';
import { CursorLine, PlanScrubber } from './PlanScrubber';
import styles from './PlanTimeline.module.css';
import { phaseSpans, segmentSpans } from './planClock';

/** The plan along its clock: phases, joint curves, what the joints really did, and the cursor. */
export function PlanTimeline({ cursor }: { readonly cursor: PlanCursorStore }) {
  const shown = useLoop(({ run }) => run?.plan ?? null);
  return (
    <Pane
      title="Plan"
      icon={<IconTimeline size={14} aria-hidden />}
      area="plan"
      note={
        shown && (
          <>
            <JointLegend names={shown.plan.startPositions.map((_, i) => `j${i + 1}`)} />
            <span>{formatSec(shown.plan.durationSec)}</span>
          </>
        )
      }
    >
      {shown ? (
        <Chart key={shown.planHash} plan={shown.plan} cursor={cursor} />
      ) : (
        <p className={styles.empty}>Phases and joint curves of the planned motion appear here.</p>
      )}
    </Pane>
  );
}

function Chart({ plan, cursor }: { readonly plan: Plan; readonly cursor: PlanCursorStore }) {
  const { ref, width, height } = useElementSize();
  const spans = useMemo(() => segmentSpans(plan), [plan]);
  const curves = useMemo(() => planCurves(plan, spans, 160), [plan, spans]);
  const frame = chartFrame(width, height, plan.durationSec, curves.low, curves.high);
  return (
    <div className={styles.chart}>
      <div ref={ref} className={styles.plot}>
        {width > 0 && (
          <svg width={width} height={height} role="img" aria-label="Planned joint positions over time">
            <PhaseLane phases={phaseSpans(spans)} frame={frame} />
            <Grid frame={frame} />
            {curves.curves.map(({ joint, values }) => (
              <polyline
                key={joint}
                className={styles.curve}
                stroke={`var(--r1-joint-${joint + 1})`}
                points={polyline(curves.timesSec, values, frame.x, frame.y)}
              />
            ))}
            <ActualTrace frame={frame} />
            <CursorLine cursor={cursor} frame={frame} />
          </svg>
        )}
      </div>
      <PlanScrubber cursor={cursor} durationSec={plan.durationSec} />
    </div>
  );
}

function Grid({ frame }: { readonly frame: ChartFrame }) {
  return (
    <g className={styles.grid}>
      {frame.valueTicks.map((value) => (
        <g key={value}>
          <line x1={frame.left} x2={frame.right} y1={frame.y(value)} y2={frame.y(value)} />
          <text x={frame.left - 5} y={frame.y(value)} textAnchor="end" dominantBaseline="middle">
            {value}
          </text>
        </g>
      ))}
      <text x={frame.left - 5} y={14} textAnchor="end">
        rad
      </text>
    </g>
  );
}
