import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findEpisode } from '../electron/episodes/reading/episodeFiles';
import { openEpisode } from '../electron/recorder/library/openEpisode';
import { readFrame } from '../electron/recorder/library/readFrame';
import { isKeyFrame } from '../shared/video/videoFormat';
import { type Console, launchConsole } from './console';
import { phase } from './demonstration';
import { answerFolderDialogs, exportPicked, pickAll } from './exportSteps';
import { look } from './look';
import { instructUntilPlanned, waitForState, waitUntilReady } from './operate';

/** Pictures recorded as video by the app's own encoder, and all that is done with them afterwards. */
describe('pictures recorded as H.264', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'r1-video-'));
  const out = join(dataFolder, 'out');
  const episodes = join(dataFolder, 'episodes');
  let console_: Console;

  beforeAll(async () => {
    console_ = await launchConsole({ seed: 1, dataFolder });
    await waitUntilReady(console_.page);
  });
  afterAll(async () => {
    await console_?.close();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  const finished = () =>
    existsSync(episodes) ? readdirSync(episodes).filter((name) => name.endsWith('.mcap')) : [];

  /** What lies in a file: each picture's time and form, and the times of those that stand by themselves (s). */
  async function recorded(fileName: string) {
    const file = await findEpisode(episodes, fileName.slice(0, -'.mcap'.length));
    const times = (await openEpisode(file)).cameras[0]?.frameTimesSec ?? [];
    const frames = [];
    for (const timeSec of times) {
      const frame = await readFrame(file, { timeSec, which: 'live', afterSec: timeSec - 1e-6 });
      const packets = frame && 'packets' in frame ? frame.packets : [];
      const bytes = frame && 'data' in frame ? frame.data.byteLength : (packets.at(-1)?.data.byteLength ?? 0);
      frames.push({ timeSec, format: frame?.format, packets, bytes });
    }
    const keys = frames.filter(({ packets }) => packets.length === 1 && isKeyFrame('h264', packets[0]!.data));
    const single = frames.filter(({ format }) => format === 'jpeg');
    const standing = [...keys, ...single].map(({ timeSec }) => timeSec).sort((a, b) => a - b);
    return { times, frames, standing };
  }

  it('is the choice of the operator, tried at once, told in words, and remembered', async () => {
    const { page } = console_;
    await page.getByTestId('nav-models').click();
    await page.getByTestId('pictures-choice').selectOption('video');
    const words = page.locator('[data-testid="pictures-words"][data-format="h264"]');
    await words.waitFor({ timeout: 20_000 });
    expect(await words.innerText()).toContain('H.264 video.');
    await look(page, 'settings-video');
    expect(JSON.parse(readFileSync(join(dataFolder, 'settings.json'), 'utf8')).pictures).toBe('video');
    expect(await processesOf(console_.app)).toEqual({ encoderIsAlone: true });
  });

  it('records a task, no picture a second away from its key frame; what the model saw stays exact', async () => {
    const { page } = console_;
    await page.getByTestId('nav-operate').click();
    await instructUntilPlanned(page, 'put the red cube in the blue bowl');
    await page.waitForTimeout(3000);
    await page.getByTestId('refuse-button').click();
    await waitForState(page, ['idle']);
    await expect.poll(finished, { timeout: 15_000 }).toHaveLength(1);
    const { times, frames, standing } = await recorded(finished()[0]!);
    const video = frames.filter(({ format }) => format === 'h264').length;
    process.stdout.write(`${video} of ${frames.length} pictures are video\n`);
    expect(times.length).toBeGreaterThan(20);
    expect(video).toBeGreaterThan(times.length / 2);
    // Whatever the camera's rate: to see a picture, less than a second before it has to be decoded.
    for (const time of times) {
      const from = standing.findLast((each) => each <= time);
      expect(time - (from ?? Number.NEGATIVE_INFINITY)).toBeLessThan(1);
    }
  });

  it('shows every picture in Review: first, at any time, step by step, and while it plays', async () => {
    const { page } = console_;
    await page.getByTestId('nav-review').click();
    await page.getByTestId('episode-row').first().click();
    await page.locator(cameraPicture).waitFor({ timeout: 20_000 });
    await page.locator('[data-testid="episode-row"] :is(canvas, img)').first().waitFor({ timeout: 10_000 });
    await look(page, 'review-video');
    const { times } = await recorded(finished()[0]!);
    const seek = (timeSec: number) => page.getByTestId('replay-scrubber').fill(timeSec.toFixed(2));
    const newestAt = (timeSec: number) => times.findLast((time) => time <= timeSec + 1e-6) ?? -1;
    const waits: number[] = [];
    for (const share of [0.9, 0.2, 0.6, 0.61, 0.1, 0.95, 0.5]) {
      const timeSec = Math.round(share * (times.at(-1) ?? 0) * 20) / 20;
      const began = performance.now();
      await seek(timeSec);
      await shows(page, newestAt(timeSec));
      waits.push(performance.now() - began);
    }
    process.stdout.write(`seeks, seen from the test: ${waits.map((ms) => ms.toFixed(0)).join(', ')} ms\n`);
    const from = times.indexOf(newestAt(Number((0.5 * (times.at(-1) ?? 0)).toFixed(1))));
    await seek(times[from]! + 0.001);
    await page.getByTestId('replay-scrubber').blur();
    const standing = await shownTime(page);
    for (let i = 1; i <= 5; i++) {
      await page.keyboard.press('ArrowRight');
      await shows(page, times[times.indexOf(standing) + i]!);
    }
    await page.keyboard.press('ArrowLeft');
    await shows(page, times[times.indexOf(standing) + 4]!);
    await seek(0);
    await page.getByTestId('replay-speed').selectOption('8');
    await page.getByTestId('replay-play').click();
    await shows(page, times.at(-1)!);
  });

  it('has the colours of the camera: what the model saw, beside the video of the same moment', async () => {
    const { page } = console_;
    const file = await findEpisode(episodes, finished()[0]!.slice(0, -'.mcap'.length));
    const decision = await readFrame(file, { timeSec: 0, which: 'decision' });
    // Nothing moves before the approval.
    const { frames } = await recorded(finished()[0]!);
    const isVideo = (place: number) => frames[place]?.format === 'h264';
    const video = frames.find(
      ({ timeSec }, i) => timeSec > decision!.timeSec && isVideo(i) && isVideo(i + 1),
    )!;
    await page.getByTestId('replay-scrubber').fill(String(Math.ceil(video.timeSec * 20) / 20));
    await page.locator('section[aria-label="Camera"] canvas').waitFor({ timeout: 10_000 });
    const difference = await page.evaluate(async () => {
      const pixelsOf = (source: HTMLCanvasElement | HTMLImageElement, width: number, height: number) => {
        const context = new OffscreenCanvas(width, height).getContext('2d')!;
        context.drawImage(source, 0, 0, width, height);
        return context.getImageData(0, 0, width, height).data;
      };
      const video = document.querySelector<HTMLCanvasElement>('section[aria-label="Camera"] canvas')!;
      const exact = document.querySelector<HTMLImageElement>('section[aria-label="Decision frame"] img')!;
      const a = pixelsOf(video, video.width, video.height);
      const b = pixelsOf(exact, video.width, video.height);
      let sum = 0;
      for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
      return sum / ((a.length * 3) / 4);
    });
    process.stdout.write(`mean difference of a colour: ${difference.toFixed(2)} of 255\n`);
    expect(difference).toBeLessThan(4);
  });

  it('verifies, and goes into data sets and bags like any other', async () => {
    const { page, app } = console_;
    await page.getByTestId('verify-button').click();
    await page.locator('[data-testid="verify-result"][data-ok="true"]').waitFor({ timeout: 20_000 });
    await answerFolderDialogs(app, out);
    await pickAll(page);
    expect(await exportPicked(page, 'lerobot', 'set')).toMatchObject({ state: 'done' });
    const info = JSON.parse(readFileSync(join(out, 'set/meta/info.json'), 'utf8'));
    expect(info.features['observation.images.camera_color']).toMatchObject({ dtype: 'video' });
    expect(info.total_frames).toBeGreaterThan(20);
    expect(await exportPicked(page, 'rosbag', 'bags')).toMatchObject({ state: 'done' });
    const bag = readdirSync(join(out, 'bags'))[0]!;
    expect(readFileSync(join(out, 'bags', bag, 'metadata.yaml'), 'utf8')).toContain(
      'foxglove_msgs/msg/CompressedVideo',
    );
  });

  it('loses no picture when the encoder dies while it records, says so, and goes on with video', async () => {
    const { page, app } = console_;
    const before = finished().length;
    await page.getByTestId('nav-demonstrate').click();
    await page.getByTestId('demonstration-task').fill('the encoder dies');
    await page.getByRole('button', { name: 'None', exact: true }).click();
    await page.getByTestId('demonstration-start').click();
    await phase(console_, 'recording');
    await page.waitForTimeout(2500);
    await app.evaluate(({ BrowserWindow }) => {
      const encoder = BrowserWindow.getAllWindows().find(({ webContents }) =>
        webContents.getURL().includes('video-encoder'),
      );
      encoder?.webContents.forcefullyCrashRenderer();
    });
    await page.getByText('The video encoder ended unexpectedly').first().waitFor({ timeout: 10_000 });
    const active = join(episodes, readdirSync(episodes).find((name) => name.endsWith('.active'))!);
    const atDeath = readFileSync(active).byteLength;
    // A parameter set comes with each key frame.
    const isBack = () =>
      readFileSync(active)
        .subarray(atDeath)
        .includes(Buffer.of(0, 0, 0, 1, 0x67));
    await expect.poll(isBack, { timeout: 60_000, interval: 500 }).toBe(true);
    await page.keyboard.press('ArrowRight');
    await phase(console_, 'judging');
    await page.keyboard.press('KeyN');
    await phase(console_, 'setup');
    await expect.poll(finished, { timeout: 15_000 }).toHaveLength(before + 1);
    const { times, frames } = await recorded(finished().sort().at(-1)!);
    const forms = frames.map(({ format }) => format);
    const died = forms.indexOf('jpeg', forms.indexOf('h264'));
    expect(forms.indexOf('h264')).toBeGreaterThanOrEqual(0);
    expect(died).toBeGreaterThan(0);
    expect(forms.lastIndexOf('h264')).toBeGreaterThan(died);
    const mean = (form: string) => {
      const of = frames.filter(({ format }) => format === form).map(({ bytes }) => bytes);
      return `${of.length} as ${form} of ${(of.reduce((sum, each) => sum + each, 0) / of.length / 1000).toFixed(1)} kB`;
    };
    process.stdout.write(`pictures: ${mean('h264')}, ${mean('jpeg')}\n`);
    const gaps = times.slice(1).map((time, i) => time - times[i]!);
    const usual = [...gaps].sort((a, b) => a - b)[gaps.length >> 1]!;
    // As even across the encoder's death as the camera is: a second without it would show.
    expect(Math.max(...gaps)).toBeLessThan(Math.max(1, 8 * usual));
  });
});

/** Video or, where the encoder was behind, a JPEG. */
const cameraPicture = 'section[aria-label="Camera"] :is(canvas, img)';

const shownTime = async (page: Page) => Number(await page.locator(cameraPicture).getAttribute('data-time'));

async function shows(page: Page, timeSec: number): Promise<void> {
  await expect.poll(() => shownTime(page), { timeout: 10_000, interval: 10 }).toBeCloseTo(timeSec, 5);
}

/** Whether the page that encodes has a process of its own: only that one gives way. */
function processesOf(app: ElectronApplication) {
  return app.evaluate(({ BrowserWindow }) => {
    const all = BrowserWindow.getAllWindows().map(({ webContents }) => ({
      encodes: webContents.getURL().includes('video-encoder'),
      pid: webContents.getOSProcessId(),
    }));
    const encoder = all.find(({ encodes }) => encodes);
    return { encoderIsAlone: all.filter(({ pid }) => pid === encoder?.pid).length === 1 };
  });
}
