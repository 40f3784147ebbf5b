/** Lets at most `atOnce` pieces of work run; the others wait, the newest first: it is what is looked at. */
export function createTurns(atOnce: number): (work: () => Promise<void>) => Promise<void> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    running++;
    try {
      await work();
    } finally {
      running--;
      waiting.pop()?.();
    }
  };
}
