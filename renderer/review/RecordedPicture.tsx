import { useEffect, useRef } from 'react';
import { useImageUrl } from '../ui/useImageUrl';
import type { ShownFrame } from './useFrameAt';

interface Props {
  readonly frame: ShownFrame;
  readonly alt: string;
}

/** A recorded picture in its box: an image, or what was decoded from video. */
export function RecordedPicture({ frame, alt }: Props) {
  return frame.type === 'bitmap' ? <Decoded frame={frame} alt={alt} /> : <Encoded frame={frame} alt={alt} />;
}

function Encoded({ frame, alt }: Props & { readonly frame: Extract<ShownFrame, { data: unknown }> }) {
  const url = useImageUrl(frame.data, frame.type);
  return url && <img src={url} alt={alt} draggable={false} data-time={frame.timeSec} />;
}

function Decoded({ frame, alt }: Props & { readonly frame: Extract<ShownFrame, { bitmap: unknown }> }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { bitmap, timeSec } = frame;
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    element.width = bitmap.width;
    element.height = bitmap.height;
    element.getContext('2d')?.drawImage(bitmap, 0, 0);
  }, [bitmap]);
  return <canvas ref={canvas} role="img" aria-label={alt} data-time={timeSec} />;
}
