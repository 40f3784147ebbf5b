import { IconX } from '@tabler/icons-react';
import { type PointerEvent, useState } from 'react';
import type { HiddenRegion } from '../../shared/contract/exporterContract';
import type { Box } from '../../shared/contract/proposal';
import { PushButton } from '../ui/PushButton';
import styles from './HideRegions.module.css';
import { RecordedPicture } from './RecordedPicture';
import { useFrameAt } from './useFrameAt';

interface Props {
  readonly episodeId: string;
  readonly camera: string;
  readonly regions: readonly HiddenRegion[];
  readonly onChange: (regions: readonly HiddenRegion[]) => void;
}

type Corner = readonly [number, number];

/** Less than this (fractions of the picture) was a press, not a drag. */
const leastSide = 0.01;

const boxOf = ([ax, ay]: Corner, [bx, by]: Corner): Box => ({
  xMin: Math.min(ax, bx),
  yMin: Math.min(ay, by),
  xMax: Math.max(ax, bx),
  yMax: Math.max(ay, by),
});

/** Rectangles drawn over a picture of the first episode; they hold for that camera in all of them. */
export function HideRegions({ episodeId, camera, regions, onChange }: Props) {
  const { frame, problem } = useFrameAt(episodeId, 1e6, 'live');
  const [how, setHow] = useState<HiddenRegion['how']>('blur');
  const [drag, setDrag] = useState<readonly [Corner, Corner] | null>(null);

  function cornerOf(event: PointerEvent<HTMLElement>): Corner {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const share = (value: number, size: number) => Math.min(1, Math.max(0, value / size));
    return [share(event.clientX - left, width), share(event.clientY - top, height)];
  }

  function finish(): void {
    const box = drag && boxOf(...drag);
    setDrag(null);
    if (!box || box.xMax - box.xMin < leastSide || box.yMax - box.yMin < leastSide) return;
    onChange([...regions, { camera, how, box }]);
  }

  const shown = [
    ...regions.filter((region) => region.camera === camera),
    ...(drag ? [{ camera, how, box: boxOf(...drag) }] : []),
  ];
  return (
    <>
      <label htmlFor="hide-how">Hide regions</label>
      <span className={styles.tools}>
        <select
          id="hide-how"
          value={how}
          onChange={(event) => setHow(event.currentTarget.value === 'blacken' ? 'blacken' : 'blur')}
        >
          <option value="blur">Blur what is drawn</option>
          <option value="blacken">Blacken what is drawn</option>
        </select>
        <PushButton look="quiet" disabled={regions.length === 0} onPress={() => onChange([])}>
          <IconX size={14} aria-hidden />
          Remove all
        </PushButton>
      </span>
      <span />
      <div
        className={styles.picture}
        data-testid="hide-regions"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const corner = cornerOf(event);
          setDrag([corner, corner]);
        }}
        onPointerMove={(event) => {
          if (drag) setDrag([drag[0], cornerOf(event)]);
        }}
        onPointerUp={finish}
        onPointerCancel={() => setDrag(null)}
      >
        {frame ? (
          <RecordedPicture frame={frame} alt="First picked episode; drag to hide a region" />
        ) : (
          <p>{problem ?? 'No picture to draw on.'}</p>
        )}
        {shown.map(({ how: kind, box }) => (
          <i
            key={`${box.xMin} ${box.yMin} ${box.xMax} ${box.yMax}`}
            data-how={kind}
            style={{
              left: `${box.xMin * 100}%`,
              top: `${box.yMin * 100}%`,
              width: `${(box.xMax - box.xMin) * 100}%`,
              height: `${(box.yMax - box.yMin) * 100}%`,
            }}
          />
        ))}
        {frame && shown.length === 0 && <p className={styles.hint}>Drag over what nobody else is to see</p>}
      </div>
    </>
  );
}
