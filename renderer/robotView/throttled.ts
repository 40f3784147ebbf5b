/** Calls `run` at most once in `ms`, and once more for the last of the calls held back. */
export function throttled(
  run: () => void,
  ms: number,
): { readonly call: () => void; readonly end: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  function call(): void {
    if (timer !== undefined) {
      again = true;
      return;
    }
    run();
    timer = setTimeout(() => {
      timer = undefined;
      if (!again) return;
      again = false;
      call();
    }, ms);
  }
  return { call, end: () => clearTimeout(timer) };
}
