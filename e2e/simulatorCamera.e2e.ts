import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Console, launchConsole } from './console';
import { createRayCaster, drawnRobot, type RayCaster } from './rayCasts';

const seed = 3;
const reports = join(import.meta.dirname, '..', 'out', 'test');

/** The simulator's picture in the real app: how fast, how true, and what brings it back. */
describe('simulator camera', () => {
  let console_: Console;
  let picture: Page;

  beforeEach(async () => {
    console_ = await launchConsole({ seed });
    await console_.page.locator('[data-testid="live-view"][data-live="true"]').waitFor({ timeout: 60_000 });
    picture = picturePage(console_);
  });
  afterEach(async () => {
    await console_?.close();
  });

  it('gives 15 pictures a second or more while the physics runs', async () => {
    await picture.waitForTimeout(2000);
    const sent = await framesSent(picture, 6000);
    const spanSec = sent.at(-1)!.atSec - sent[0]!.atSec;
    const fps = (sent.length - 1) / spanSec;
    const simulatedSec = sent.at(-1)!.stampSec - sent[0]!.stampSec;
    report('simulator-camera-fps.json', { fps, frames: sent.length, realTimeFactor: simulatedSec / spanSec });
    expect(new Set(sent.map(({ stampSec }) => stampSec)).size).toBe(sent.length);
    expect(fps).toBeGreaterThanOrEqual(15);
  });

  it('measures depth as ray casts on the physics model do, within 2 mm', async () => {
    const captured = await capture(picture);
    const truth = await console_.truth();
    report('simulator-camera.jpg', Buffer.from(captured.jpeg, 'base64'));
    const bytes = Buffer.from(captured.depth, 'base64');
    const depth = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
    expect(depth.length).toBe(captured.width * captured.height);
    // Nothing moves: the truth of a moment later is that of the picture.
    expect(Math.abs(truth.stampSec - captured.stampSec)).toBeLessThan(3);

    const physics = await createRayCaster(seed, truth);
    const drawn = await createRayCaster(seed, truth, drawnRobot);
    const scene = depthErrors(depth, captured.width, physics, (hit) => !hit.onRobot);
    // Physics collides the arm with larger shapes than it shows: its picture is held against the shown ones.
    const arm = depthErrors(depth, captured.width, drawn, (hit) => hit.onRobot);
    physics.dispose();
    drawn.dispose();
    report('simulator-camera-depth.json', { scene: summary(scene), arm: summary(arm) });
    expect(scene.length).toBeGreaterThan(2000);
    expect(arm.length).toBeGreaterThan(300);
    expect(Math.max(...scene)).toBeLessThan(0.002);
    expect(Math.max(...arm)).toBeLessThan(0.002);
  });

  it('comes back when the graphics process ends, and when the simulator does', async () => {
    const graphics = await console_.app.evaluate(
      ({ app }) => app.getAppMetrics().find(({ type }) => type === 'GPU')?.pid,
    );
    const before = (await console_.truth()).stampSec;
    process.kill(graphics!, 'SIGKILL');
    // Frames of the first moment may be from before the end: later ones are not.
    await framesAfter(picture, before + 3);

    process.kill(await console_.pid('simulator'), 'SIGKILL');
    const restarted = await stampOfNextSimulator(console_);
    const after = await framesAfter(picture, restarted);
    expect(Math.abs(after.at(-1)!.stampSec - (await console_.truth()).stampSec)).toBeLessThan(3);
  });
});

function report(name: string, content: Buffer | object): void {
  mkdirSync(reports, { recursive: true });
  writeFileSync(join(reports, name), Buffer.isBuffer(content) ? content : JSON.stringify(content, null, 2));
}

function picturePage({ app }: Console): Page {
  const page = app.windows().find((candidate) => candidate.url().includes('simulator-camera'));
  if (!page) throw new Error('The window of the simulator camera is not open.');
  return page;
}

interface SentFrame {
  readonly atSec: number;
  readonly stampSec: number;
}

/** Listens in on the page: which frames it sends to the camera process within a time. */
function framesSent(picture: Page, durationMs: number): Promise<readonly SentFrame[]> {
  return picture.evaluate(async (waitMs) => {
    const sent: { atSec: number; stampSec: number }[] = [];
    const post = MessagePort.prototype.postMessage;
    MessagePort.prototype.postMessage = function (this: MessagePort, message: unknown) {
      const { n, p } = message as { n?: string; p?: { stampSec?: number } };
      if (n === 'frame') sent.push({ atSec: performance.now() / 1000, stampSec: p?.stampSec ?? 0 });
      post.call(this, message);
    };
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    MessagePort.prototype.postMessage = post;
    return sent;
  }, durationMs);
}

/** The time of the simulator that is started in place of one that was just ended. */
async function stampOfNextSimulator({ page, truth }: Console): Promise<number> {
  await page.waitForTimeout(1000);
  for (const until = Date.now() + 30_000; Date.now() < until; await page.waitForTimeout(250)) {
    const world = await truth().catch(() => undefined);
    if (world) return world.stampSec;
  }
  throw new Error('The simulator did not come back within 30 s.');
}

/** Waits for five frames of the world after `stampSec`: whether pictures come back, not how fast. */
async function framesAfter(picture: Page, stampSec: number): Promise<readonly SentFrame[]> {
  const frames: SentFrame[] = [];
  for (const until = Date.now() + 30_000; Date.now() < until; ) {
    frames.push(...(await framesSent(picture, 1000)).filter((frame) => frame.stampSec > stampSec));
    if (frames.length >= 5) return frames;
  }
  throw new Error(`Only ${frames.length} pictures came within 30 s.`);
}

interface CapturedInPage {
  readonly stampSec: number;
  readonly width: number;
  readonly height: number;
  /** base64 of the JPEG, and of 32-bit floats. */
  readonly jpeg: string;
  readonly depth: string;
}

/** Takes the camera process's place, in the same contract, and captures a decision frame. */
function capture(picture: Page): Promise<CapturedInPage> {
  return picture.evaluate(async () => {
    const { port1, port2 } = new MessageChannel();
    const introduction = { type: 'r1-port', role: 'serve', contract: 'simulatorCamera', peer: 'camera' };
    window.postMessage(introduction, window.location.origin, [port2]);
    const answer = await new Promise<{ t: string; m?: string; p: Record<string, unknown> }>((resolve) => {
      port1.onmessage = ({ data }) => {
        if (data.t === 'r' || data.t === 'x') resolve(data);
      };
      port1.postMessage({ t: 'q', id: 1, n: 'capture', p: {} });
    });
    port1.close();
    if (answer.t === 'x') throw new Error(answer.m);
    const { stampSec, camera, depth, jpeg } = answer.p as unknown as {
      stampSec: number;
      camera: { width: number; height: number };
      depth: Float32Array;
      jpeg: Uint8Array;
    };
    const base64 = (bytes: Uint8Array) => {
      let text = '';
      for (let i = 0; i < bytes.length; i += 8192) {
        text += String.fromCharCode(...bytes.subarray(i, i + 8192));
      }
      return btoa(text);
    };
    return {
      stampSec,
      width: camera.width,
      height: camera.height,
      jpeg: base64(jpeg),
      depth: base64(new Uint8Array(depth.buffer)),
    };
  });
}

/** Pixels are compared this far apart, and only where all rays this far around meet the same body's shape. */
const every = 5;
const around = 2;

/** Absolute errors (m) of the depth picture at the pixels whose ray is wanted, away from silhouette edges. */
function depthErrors(
  depth: Float32Array,
  width: number,
  caster: RayCaster,
  wanted: (hit: { readonly onRobot: boolean }) => boolean,
): readonly number[] {
  const errors: number[] = [];
  const height = depth.length / width;
  for (let v = around; v < height - around; v += every) {
    for (let u = around; u < width - around; u += every) {
      const hit = caster.cast(u, v);
      if (!hit || !wanted(hit)) continue;
      const corners = [-around, around].flatMap((du) => [-around, around].map((dv) => [du, dv] as const));
      const inside = corners.every(([du, dv]) => caster.cast(u + du, v + dv)?.geom === hit.geom);
      if (inside) errors.push(Math.abs(depth[v * width + u]! - hit.depth));
    }
  }
  return errors;
}

function summary(errors: readonly number[]) {
  const sorted = [...errors].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]! * 1000;
  return { pixels: errors.length, p50Mm: at(0.5), p99Mm: at(0.99), p999Mm: at(0.999), maxMm: at(1) };
}
