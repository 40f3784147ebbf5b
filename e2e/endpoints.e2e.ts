import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sceneOfSeed } from '../electron/simulator/serveSimulator';
import { project, shareOfPixel } from '../shared/geometry/cameraModel';
import type { Vec3 } from '../shared/geometry/pose';
import { type Console, launchConsole } from './console';
import { look } from './look';
import { instruct, isInside, waitForState, waitUntilReady } from './operate';

const seed = 1;
const scene = sceneOfSeed(seed);
const token = 'sk-e2e-4711';

const share = (place: Vec3): [number, number] => {
  const [u, v] = project(scene.camera, place);
  const [x, y] = shareOfPixel(scene.camera, [u, v]);
  return [x, y];
};

describe('a model behind an endpoint', () => {
  let console_: Console;
  let server: Server;
  let url = '';
  const asked: {
    readonly path: string;
    readonly authorization: string | undefined;
    readonly body: string;
  }[] = [];

  /** Answers as a model that sees everything: by the simulator's truth. */
  async function answerTo(question: string): Promise<string> {
    const { objects } = await console_.truth();
    const centre = (id: string) => objects.find((object) => object.id === id)!.pose.position as Vec3;
    const cube = centre('red_cube');
    const bowl = centre('blue_bowl');
    if (question.includes('optimal trajectory')) {
      const path = [0, 0.3, 0.7, 1].map((s) =>
        share([
          cube[0] + s * (bowl[0] - cube[0]),
          cube[1] + s * (bowl[1] - cube[1]),
          cube[2] + 0.12 * Math.sin(Math.PI * s),
        ]),
      );
      return `<think>The red cube goes over to the blue bowl.</think> so, the answer is <output>${JSON.stringify(path)}</output>`;
    }
    const size = scene.objects.find(({ id }) => id === 'red_cube')!.size;
    const corners = [-1, 1].flatMap((i) =>
      [-1, 1].flatMap((j) =>
        [-1, 1].map((k) =>
          share([cube[0] + (i * size[0]) / 2, cube[1] + (j * size[1]) / 2, cube[2] + (k * size[2]) / 2]),
        ),
      ),
    );
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const box = { x: (x0 + x1) / 2, y: (y0 + y1) / 2, width: x1 - x0, height: y1 - y0 };
    return `<think>The red cube stands on the table and is free.</think> so, the answer is <output>${JSON.stringify(box)}</output>`;
  }

  async function stream(response: ServerResponse, text: string): Promise<void> {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const content of text.match(/[\s\S]{1,6}/g) ?? []) {
      const choice = { index: 0, delta: { content }, logprobs: { content: [{ logprob: -0.02 }] } };
      response.write(`data: ${JSON.stringify({ model: 'vla-r1-3b', choices: [choice] })}\n\n`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    response.end(
      'data: {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n',
    );
  }

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString('utf8');
      const { authorization } = request.headers;
      asked.push({ path: request.url ?? '', authorization, body });
      if (authorization !== `Bearer ${token}`) {
        response.writeHead(401).end('{"error": {"message": "no"}}');
      } else {
        await stream(response, await answerTo(body));
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    console_ = await launchConsole({ seed });
    await waitUntilReady(console_.page);
  });
  afterAll(async () => {
    await console_?.close();
    server?.closeAllConnections();
    server?.close();
  });

  const shoot = (name: string) => look(console_.page, name);

  it('is named, saved, and not used before it answers', async () => {
    const { page } = console_;
    await page.getByTestId('nav-models').click();
    await page.getByTestId('endpoints-panel').scrollIntoViewIfNeeded();
    await shoot('endpoints-none');
    await page.getByTestId('add-endpoint').click();
    await page.getByTestId('field-name').fill('Lab GPU');
    await page.getByTestId('field-url').fill('http://gpu.lab:8000/v1');
    expect(await page.getByTestId('endpoint-keeping').textContent()).toMatch(/Cannot be saved: unencrypted/);
    await page.getByTestId('endpoints-panel').scrollIntoViewIfNeeded();
    await shoot('endpoints-unencrypted');
    await page.getByTestId('field-url').fill(url);
    await page.getByTestId('save-endpoint').click();
    await page.locator('[data-testid="endpoint-keeping"][data-status="ok"]').waitFor();
    await page.getByTestId('test-endpoint').click();
    await page.getByTestId('endpoint-fault').waitFor();
    expect(await page.getByTestId('endpoint-fault').textContent()).toMatch(
      /wants a token\. It says: "no".*Set the token/,
    );
    await shoot('endpoints-fault');
    // The pack still answers: a test changes nothing.
    expect(await page.getByTestId('model-remote').count()).toBe(0);
  });

  it('answers a tiny question with its token, and says on screen where pictures go', async () => {
    const { page } = console_;
    await page.getByTestId('token-input').fill(token);
    await page.getByTestId('set-token').click();
    await expect
      .poll(() => page.getByTestId('token-state').getAttribute('data-state'))
      .toMatch(/^(kept|thisRun)$/);
    await page.getByTestId('test-endpoint').click();
    await page.getByTestId('endpoint-trial').waitFor();
    expect(await page.getByTestId('endpoint-trial').textContent()).toMatch(
      /Answers: first piece after .*vla-r1-3b/,
    );
    await page.getByTestId('use-endpoint').click();
    await page.locator('[data-testid="endpoint-state"][data-in-use="true"]').waitFor();
    await page.getByTestId('model-remote').waitFor();
    expect(await page.getByTestId('sends-to').textContent()).toContain(new URL(url).host);
    await shoot('endpoints-in-use');
    await page.getByTestId('model-panel').scrollIntoViewIfNeeded();
    await shoot('endpoints-model-panel');
  });

  it('proposes, is approved, and does the main job', async () => {
    const { page } = console_;
    await page.getByTestId('nav-operate').click();
    await instruct(page, 'put the red cube in the blue bowl');
    await waitForState(page, ['awaitingApproval']);
    expect(await page.getByTestId('approval-model').textContent()).toContain(new URL(url).host);
    expect(await page.getByTestId('reasoning-text').textContent()).toMatch(/stands on the table and is free/);
    await shoot('endpoints-approval');
    await page.getByTestId('approve-button').click();
    await waitForState(page, ['executing']);
    await waitForState(page, ['idle'], 150_000);
    expect(isInside(await console_.truth(), 'red_cube', 'blue_bowl')).toMatchObject({ inside: true });
    expect(asked.every(({ path }) => path === '/v1/chat/completions')).toBe(true);
  });

  it('leaves its token in no file of the data folder', async () => {
    const filesNow = () =>
      readdirSync(console_.dataFolder, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
    // The episode gets its last name a moment after the loop is idle again.
    await expect
      .poll(() => filesNow().some(({ name }) => name.endsWith('.active')), { timeout: 10_000 })
      .toBe(false);
    const files = filesNow();
    expect(files.some(({ name }) => name === 'new-endpoint.json')).toBe(true);
    for (const { parentPath, name } of files) {
      const isChromiums = parentPath !== console_.dataFolder && !/endpoints|episodes|logs/.test(parentPath);
      if (isChromiums) continue;
      expect(readFileSync(join(parentPath, name)).includes(token), name).toBe(false);
    }
  });

  it('is removed when another model answers', async () => {
    const { page } = console_;
    await page.getByTestId('nav-models').click();
    await page.locator('#theme').selectOption('light');
    await page.getByTestId('endpoints-panel').scrollIntoViewIfNeeded();
    await shoot('endpoints-light');
    await page.getByTestId('packs-panel').getByRole('button', { name: 'Load', exact: true }).first().click();
    await page.locator('[data-testid="endpoint-state"][data-in-use="false"]').waitFor({ timeout: 30_000 });
    await page.getByTestId('remove-endpoint').click();
    await page.getByTestId('remove-endpoint-confirm').click();
    await expect.poll(() => page.getByTestId('endpoint-row').count()).toBe(0);
  });
});
