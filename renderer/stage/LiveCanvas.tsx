import { useEffect, useRef } from 'react';
import { useConsole } from '../ui/ConsoleContext';
import type { Size } from './fitBox';

/**
 * Shows each live picture as it comes; React has no part in it except when the picture's size changes. The
 * bitmap itself becomes the canvas's content: drawing it there would copy it twice more.
 */
export function LiveCanvas({ onSize }: { readonly onSize: (size: Size) => void }) {
  const { frames } = useConsole();
  const canvasRef = useRef<HTMLCanvasElement>(null);
  useEffect(
    () =>
      frames.listen((bitmap) => {
        const canvas = canvasRef.current;
        if (!canvas || (bitmap && document.hidden)) {
          bitmap?.close();
          return;
        }
        if (bitmap && (canvas.width !== bitmap.width || canvas.height !== bitmap.height)) {
          canvas.width = bitmap.width;
          canvas.height = bitmap.height;
          onSize({ width: bitmap.width, height: bitmap.height });
        }
        canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
      }),
    [frames, onSize],
  );
  return <canvas ref={canvasRef} width={640} height={480} aria-label="Live camera picture" />;
}
