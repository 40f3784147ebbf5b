import { useEffect } from 'react';
import { segmentSpans } from '../plan/planClock';
import type { PlanCursorStore } from '../stage/planCursor';
import { useLoop } from '../ui/ConsoleContext';

/** Puts the cursor of a new plan where it tells most: at the grasp, else in the middle. */
export function PlanCursorKeeper({ cursor }: { readonly cursor: PlanCursorStore }) {
  const plan = useLoop(({ run }) => run?.plan?.plan ?? null);
  useEffect(() => {
    if (!plan) return;
    const grasp = segmentSpans(plan).find(({ segment }) => segment.phase === 'grasp');
    cursor.setState({ timeSec: grasp?.startSec ?? plan.durationSec / 2, playing: false });
  }, [plan, cursor]);
  return null;
}
