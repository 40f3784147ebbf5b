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

  it('makes a preference pair of what the operator put right and what was approved in its place', () =>
    inTemporaryFolder(async (folder) => {
      const episodes = join(folder, 'episodes');
      await writeTestEpisode(episodes, { name: 'corrected', correctedBy: 'no, the other one' });
      const { client } = startTestExporter(episodes);
      const status = await carryOut(client, {
        ...plainOrder,
        format: 'vlaCot',
        episodeIds: ['corrected'],
        folder,
      });
      expect(status.text).toContain('1 preference pairs');
      const root = join(folder, 'result');
      const [pair] = await linesOf(join(root, 'preferences.jsonl'));
      expect(pair.prompt).toHaveLength(1);
      expect(pair.prompt[0].value).toMatch(/^put it there .*<image>$/s);
      expect(pair.chosen.value).not.toBe(pair.rejected.value);
      expect(pair.r1).toMatchObject({
        reason: 'no, the other one',
        operator: 'Ada',
        rejected_proposal: 'p0',
      });
      const [approved] = await linesOf(join(root, 'approved.jsonl'));
      expect(approved.r1).toMatchObject({ judgement: 'edited', edits: ['said: no, the other one'] });
      // The dialogue before the answer: task and picture, first answer, correction.
      expect(approved.conversations.map(({ from }: { from: string }) => from)).toEqual([
        'human',
        'gpt',
        'human',
        'gpt',
      ]);
      expect(approved.conversations[2].value).toMatch(/^no, the other one Please output/);
      expect(approved.conversations[2].value).not.toContain('<image>');
      const [refused] = await linesOf(join(root, 'refused.jsonl'));
      expect(refused.r1).toMatchObject({ judgement: 'corrected', proposal: 'p0' });
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
