import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTestEpisode } from '../electron/exporter/testing/testEpisodes';
import { fr3 } from '../shared/robot/fr3';
import { type Console, launchConsole } from './console';
import { answerFolderDialogs, exportPicked, pickAll } from './exportSteps';

const fr3Home = Object.fromEntries(fr3.armJointNames.map((name, i) => [name, fr3.home[i]!]));

describe('handing episodes on', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'r1-export-'));
  const out = join(dataFolder, 'out');
  let console_: Console;

  beforeAll(async () => {
    for (const name of ['2026-01-01-a', '2026-01-02-b']) {
      await writeTestEpisode(join(dataFolder, 'episodes'), {
        name,
        cameras: ['color', 'wrist'],
        size: { width: 320, height: 240 },
        otherJoints: fr3Home,
      });
    }
    console_ = await launchConsole({ dataFolder });
    await answerFolderDialogs(console_.app, out);
    await pickAll(console_.page);
  });
  afterAll(async () => {
    await console_?.close();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  it('makes a LeRobot data set with video, a picture for every row, and adds to it', async () => {
    const { page } = console_;
    expect(await exportPicked(page, 'lerobot', 'set')).toMatchObject({ state: 'done' });
    const info = JSON.parse(readFileSync(join(out, 'set/meta/info.json'), 'utf8'));
    const key = 'observation.images.camera_wrist';
    expect(info.features[key]).toMatchObject({ dtype: 'video', shape: [240, 320, 3] });
    const mp4 = readFileSync(join(out, `set/videos/${key}/chunk-000/file-001.mp4`));
    const input = new Input({ source: new BufferSource(mp4), formats: ALL_FORMATS });
    const track = await input.getPrimaryVideoTrack();
    if (!track) throw new Error('The file has no video.');
    const times: number[] = [];
    for await (const packet of new EncodedPacketSink(track).packets()) times.push(packet.timestamp);
    expect(times).toHaveLength(info.total_frames / 2);
    for (const [i, time] of times.entries()) expect(time).toBeCloseTo(i / info.fps, 4);

    const added = await exportPicked(page, 'lerobot', 'set');
    expect(added.text).toContain('added to 2');
  });

  it('makes VLA-CoT lines and bags, and says so when a name is taken', async () => {
    const { page } = console_;
    expect(await exportPicked(page, 'vlaCot', 'lines')).toMatchObject({ state: 'done' });
    expect(readFileSync(join(out, 'lines/approved.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2);
    expect(await exportPicked(page, 'rosbag', 'bags')).toMatchObject({ state: 'done' });
    expect(readdirSync(join(out, 'bags'))).toEqual(['2026-01-01-a', '2026-01-02-b']);
    const taken = await exportPicked(page, 'rosbag', 'bags');
    expect(taken.state).toBe('failed');
    expect(taken.text).toContain('is there already');
  });

  it('takes a data set with video back in: the episodes stand in the library and verify', async () => {
    const { page } = console_;
    await page.getByTestId('import-open').click();
    await answerFolderDialogs(console_.app, join(out, 'lines'));
    await page.getByTestId('import-folder').click();
    await page.getByTestId('import-refusal').waitFor();
    expect(await page.getByTestId('import-refusal').innerText()).toContain('no LeRobot data set');
    await answerFolderDialogs(console_.app, join(out, 'set'));
    await page.getByTestId('import-folder').click();
    await page.getByTestId('import-start').click();
    await page.locator('[data-testid="export-status"][data-state="done"]').waitFor({ timeout: 60_000 });
    expect(await page.getByTestId('export-status').innerText()).toContain(
      '4 episodes are in the library now',
    );
    await expect.poll(() => page.getByTestId('episode-row').count()).toBe(6);
    await page.getByTestId('episode-row').first().click();
    await page.getByAltText('Camera at the cursor').waitFor();
    const frames = await page
      .getByAltText('Camera at the cursor')
      .evaluate((img: HTMLImageElement) => img.decode().then(() => [img.naturalWidth, img.naturalHeight]));
    expect(frames).toEqual([320, 240]);
    await page.getByTestId('verify-button').click();
    await expect.poll(() => page.getByTestId('verify-result').innerText()).toContain('are what was recorded');
    // The folder dialogs of what follows answer as before, and its panel is open again.
    await answerFolderDialogs(console_.app, out);
    await pickAll(page);
  });

  it('says so when the exporter dies, leaves nothing, and takes the next order', async () => {
    const { page, app } = console_;
    await page.getByTestId('export-format-lerobot').click();
    await page.getByTestId('export-name').fill('killed');
    await page.getByTestId('export-start').click();
    await page.locator('[data-testid="export-status"][data-state="running"]').waitFor();
    process.kill(await console_.pid('exporter'), 'SIGKILL');
    await page.getByText('The exporter ended in the middle').first().waitFor({ timeout: 10_000 });
    expect(existsSync(join(out, 'killed'))).toBe(false);
    await expect
      .poll(async () => console_.pid('exporter').catch(() => 0), { timeout: 10_000 })
      .toBeGreaterThan(0);
    await expect.poll(() => app.windows().length).toBe(2);
    expect(await exportPicked(page, 'lerobot', 'killed')).toMatchObject({ state: 'done' });
  });
});
