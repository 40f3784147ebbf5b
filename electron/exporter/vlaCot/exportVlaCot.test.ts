import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAnswer } from '../../../shared/proposal/parseAnswer';
import { pictureHeader } from '../../pictures/pictureHeader';
import { inTemporaryFolder, writeTestEpisode } from '../testing/testEpisodes';
import { carryOut, plainOrder, startTestExporter } from '../testing/testExporter';

const linesOf = async (path: string) =>
  (await readFile(path, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('VLA-CoT export', () => {
  it('keeps approved answers apart from refused ones, each with its picture and the reason', () =>
    inTemporaryFolder(async (folder) => {
      const episodes = join(folder, 'episodes');
      await writeTestEpisode(episodes, { name: 'yes' });
      await writeTestEpisode(episodes, {
        name: 'no',
        refusedBecause: 'It would hit the bowl.',
        outcome: 'refused',
      });
      const { client } = startTestExporter(episodes);
      const status = await carryOut(client, {
        ...plainOrder,
        format: 'vlaCot',
        episodeIds: ['yes', 'no'],
        folder,
      });
      expect(status).toMatchObject({ state: 'done', skipped: [] });
      const root = join(folder, 'result');
      const [approved] = await linesOf(join(root, 'approved.jsonl'));
      const [refused] = await linesOf(join(root, 'refused.jsonl'));
      expect(approved.r1).toMatchObject({ judgement: 'approved', operator: 'Ada', outcome: 'succeeded' });
      expect(refused.r1).toMatchObject({ judgement: 'refused', reason: 'It would hit the bowl.' });
      expect(approved.conversations[0]).toMatchObject({ from: 'human' });
      expect(approved.conversations[0].value).toMatch(/^put it there Please output .*<image>$/s);
      // The answer is one that VLA-R1's own parser reads.
      const parsed = parseAnswer(approved.conversations[1].value, {
        kind: 'affordance',
        boxConvention: 'center',
      });
      expect(parsed).toMatchObject({ outcome: 'parsed' });
      const picture = pictureHeader(await readFile(join(root, approved.image)));
      expect(picture).toMatchObject({ format: 'png', width: 64, height: 48 });
      expect(await readdir(join(root, 'images'))).toHaveLength(2);
    }));

  it('does not cut pictures whose answers are fractions of the whole', () =>
    inTemporaryFolder(async (folder) => {
      const episodes = join(folder, 'episodes');
      await writeTestEpisode(episodes, { name: 'yes' });
      const { client } = startTestExporter(episodes);
      const status = await carryOut(client, {
        ...plainOrder,
        format: 'vlaCot',
        episodeIds: ['yes'],
        folder,
        crop: [{ camera: 'camera_color', box: { xMin: 0, yMin: 0, xMax: 0.5, yMax: 0.5 } }],
      });
      expect(status.state).toBe('failed');
      expect(status.text).toContain('cannot be cut');
      expect(await readdir(folder)).toEqual(['episodes']);
    }));
});
