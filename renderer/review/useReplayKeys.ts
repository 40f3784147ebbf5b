import { useEffect } from 'react';

interface Actions {
  readonly stepFrame: (by: 1 | -1) => void;
  readonly togglePlay: () => void;
}

/** Keys of a field, a list or a slider are its own. */
const takesKeys = 'input, select, textarea, [contenteditable="true"]';

/** Left and right (or , and .) go from picture to picture, k plays and holds. Space is not used: it stops the robot. */
export function useReplayKeys({ stepFrame, togglePlay }: Actions): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.target instanceof Element && event.target.matches(takesKeys)) return;
      if (event.key === 'ArrowLeft' || event.key === ',') stepFrame(-1);
      else if (event.key === 'ArrowRight' || event.key === '.') stepFrame(1);
      else if (event.key === 'k') togglePlay();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
