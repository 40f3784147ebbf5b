import { createCanvas } from '@napi-rs/canvas';
import type { EncodedFrame } from '../../shared/contract/cameraContract';
import type { JointState } from '../../shared/contract/simulatorContract';

/** What a busy cell gives to record: two cameras and an arm. */
export const streams = [undefined, 'wrist'] as const;
export const frameHz = 30;
export const jointHz = 100;
export const size = { width: 1280, height: 720 } as const;
export const camera: EncodedFrame['camera'] = {
  ...size,
  fx: 910,
  fy: 910,
  cx: 640,
  cy: 360,
  poseInBase: { position: [0.5, 0, 0.8], orientation: [1, 0, 0, 0] },
};

/** Different pictures of that size with as much in them as a workshop has, as JPEG of 100 to 200 kB. */
export async function pictures(count: number): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const canvas = createCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  let seed = 1;
  const random = () => {
    seed = (seed * 48_271) % 0x7fffffff;
    return seed / 0x7fffffff;
  };
  const made: Uint8Array<ArrayBuffer>[] = [];
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < 6000; i++) {
      context.fillStyle = `hsl(${random() * 360} 50% ${20 + random() * 60}%)`;
      context.fillRect(random() * size.width, random() * size.height, 2 + random() * 40, 2 + random() * 20);
    }
    made.push(Uint8Array.from(await canvas.encode('jpeg', 80)));
  }
  return made;
}

const names = Array.from({ length: 9 }, (_, i) => `joint_${i + 1}`);

export function joints(stampSec: number): JointState {
  const values = (scale: number) => names.map((_, i) => scale * Math.sin(stampSec + i));
  return { stampSec, names, positions: values(1), velocities: values(0.5), efforts: values(3) };
}
