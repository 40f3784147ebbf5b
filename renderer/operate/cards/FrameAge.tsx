import { useConsole } from '../../ui/ConsoleContext';
import { formatSec } from '../../ui/format';
import { useTick } from '../../ui/useTick';

/** How long ago the decision frame was taken; the gate refuses one that is too old. */
export function FrameAge({ stampSec }: { readonly stampSec: number }) {
  const { nowSec } = useConsole();
  useTick(250);
  return <>{formatSec(Math.max(0, nowSec() - stampSec))} ago</>;
}
