import { useEffect, useState } from 'react';

/** Draws the component anew every `ms`, for ages and elapsed times; not while the window is hidden. */
export function useTick(ms: number, active = true): void {
  const [, setTick] = useState(0);
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => {
      if (!document.hidden) setTick((tick) => tick + 1);
    }, ms);
    return () => clearInterval(timer);
  }, [ms, active]);
}
