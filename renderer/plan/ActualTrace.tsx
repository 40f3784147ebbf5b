import { useEffect, useRef } from 'react';
import { useConsole, useLoop } from '../ui/ConsoleContext';
import { useTick } from '../ui/useTick';
import type { ChartFrame } from './chartFrame';
import { polyline } from './curves';
import styles from './PlanTimeline.module.css';

interface Trace {
  readonly timesSec: number[];
  readonly joints: number[][];
}

/** What the joints really did, over the planned curves: collected as it comes, drawn four times a second. */
export function ActualTrace({ frame }: { readonly frame: ChartFrame }) {
  const { loop } = useConsole();
  const trace = useRef<Trace>({ timesSec: [], joints: [] });
  const moving = useLoop(({ session }) => session.state === 'executing' || session.state === 'stopping');
  useTick(250, moving);

  useEffect(
    () =>
      loop.view.subscribe(({ run }) => {
        const last = run?.execution?.last;
        const { timesSec, joints } = trace.current;
        if (!last?.actual || last.planTimeSec <= (timesSec.at(-1) ?? -1)) return;
        timesSec.push(last.planTimeSec);
        last.actual.forEach((value, joint) => {
          joints[joint] ??= [];
          joints[joint].push(value);
        });
      }),
    [loop],
  );

  return (
    <g>
      {trace.current.joints
        .map((values, i) => ({ values, color: `var(--r1-joint-${i + 1})` }))
        .map(({ values, color }) => (
          <polyline
            key={color}
            className={styles.actual}
            stroke={color}
            points={polyline(trace.current.timesSec, values, frame.x, frame.y)}
          />
        ))}
    </g>
  );
}
