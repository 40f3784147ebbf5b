import { useEffect, useRef } from 'react';
import { useConsole } from '../ui/ConsoleContext';
import type { Size } from './fitBox';

/** Draws each live picture as it comes; React has no part in it except when the picture's size changes. */
export function LiveCanvas({ onSize }: { readonly onSize: (size: Size) => void }) {
  const { frames } = useConsole();
  const canvasRef = useRef<HTMLCanvasElement>(null);
  useEffect(
    () =>
      frames.listen((frame) => {
        const canvas = canvasRef.current;
        if (!canvas) return;
        const context = canvas.getContext('2d');
        if (!frame) context?.clearRect(0, 0, canvas.width, canvas.height);
        if (!frame || document.hidden) return;
        const { bitmap } = frame;
        if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
          canvas.width = bitmap.width;
          canvas.height = bitmap.height;
          onSize({ width: bitmap.width, height: bitmap.height });
        }
        context?.drawImage(bitmap, 0, 0);
      }),
    [frames, onSize],
  );
  return <canvas ref={canvasRef} width={640} height={480} aria-label="Live camera picture" />;
}
