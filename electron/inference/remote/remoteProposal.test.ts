import { afterEach, describe, expect, it } from 'vitest';
import type { Params } from '../../../shared/contract/channel';
import type { inferenceContract } from '../../../shared/contract/inferenceContract';
import { proposalSchema } from '../../../shared/contract/proposal';
import { promptSuffix, questionText } from '../../../shared/proposal/prompts';
import { decodePicture } from '../../pictures/decodePicture';
import { startTestService } from '../startTestService';
import { endpointHash } from './remoteModel';
import { type AccessChanges, accessTo, endpointAt } from './testing/access';
import {
  chatEvent,
  chatScript,
  type Script,
  startServer,
  stream,
  type TestServer,
  vlaR1Script,
} from './testing/servers';

const instruction = 'put the red cube in the blue bowl';
const question: Params<typeof inferenceContract, 'propose'> = {
  proposalId: 'p-1',
  observationId: 'obs-1',
  instruction,
  earlier: [],
  samples: 1,
  kinds: ['affordance', 'trajectory'],
};
const answers = {
  affordance:
    '<think>The red cube stands left.</think> so, the answer is <output>{"x": 0.5, "y": 0.25, "width": 0.25, "height": 0.125}</output>',
  trajectory: '<think>Over it.</think> so, the answer is <output>[[0.5, 0.25], [0.25, 0.75]]</output>',
};

const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function consoleAt(script: Script, kind: 'openai' | 'vlaR1', changes: AccessChanges = {}) {
  const server = await startServer(script);
  servers.push(server);
  const service = startTestService();
  service.attachCamera();
  service.attachRecorder();
  const { client, states } = service.client();
  const keeper = service.endpointKeeper();
  const status = await keeper.request('use', accessTo(server.url, kind, changes));
  return { server, service, client, states, keeper, status };
}

interface SentMessage {
  readonly role: string;
  readonly content: string | readonly { type: string; text?: string; image_url?: { url: string } }[];
}
const chatOf = (body: Buffer) =>
  JSON.parse(body.toString('utf8')) as Record<string, unknown> & {
    readonly messages: readonly SentMessage[];
  };

/** Fails unless it is the decision frame: 640 x 480, and a JPEG. */
async function expectFrame(jpeg: Uint8Array) {
  expect([...jpeg.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  expect(await decodePicture(jpeg)).toMatchObject({ width: 640, height: 480 });
}

describe('a Proposal from an OpenAI-style endpoint', () => {
  it('streams, and comes with counts, log probabilities and the identity of the endpoint', async () => {
    const token = 'sk-secret-4711';
    const { server, service, client, status } = await consoleAt(chatScript(answers), 'openai', { token });
    expect(status).toMatchObject({
      state: 'ready',
      fault: null,
      sendsTo: { host: new URL(server.url).host, reach: 'thisMachine', encrypted: false },
      model: {
        packId: 'endpoint:Bench',
        name: 'vla-r1-3b',
        version: 'served as vla-r1-3b fp-7',
        provider: `remote, openai, ${new URL(server.url).host}`,
        packHash: endpointHash(endpointAt(server.url, 'openai')),
      },
    });
    const said = { affordance: '', trajectory: '' };
    client.on('token', ({ kind, text }) => {
      said[kind] += text;
    });
    const proposal = await client.request('propose', question);
    expect(said).toEqual(answers);
    expect(proposal.generations).toMatchObject([
      {
        kind: 'affordance',
        text: answers.affordance,
        reasoning: 'The red cube stands left.',
        outcome: 'parsed',
        box: { xMin: 0.375, yMin: 0.1875, xMax: 0.625, yMax: 0.3125 },
        promptTokens: 411,
        meanLogProb: -0.25,
      },
      {
        kind: 'trajectory',
        outcome: 'parsed',
        waypoints: [
          [0.5, 0.25],
          [0.25, 0.75],
        ],
      },
    ]);
    expect(proposal.generations[0]?.doubt).toBeUndefined();

    const [, first] = server.heard;
    expect(first).toMatchObject({
      method: 'POST',
      path: '/chat/completions',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    const { messages, ...rest } = chatOf(first!.body);
    expect(rest).toEqual({
      model: 'vla-r1-3b',
      max_tokens: 2048,
      temperature: 0,
      top_p: 1,
      seed: 0,
      stream: true,
      logprobs: true,
      stream_options: { include_usage: true },
    });
    expect(messages).toHaveLength(1);
    const [message] = messages;
    expect(message).toMatchObject({
      role: 'user',
      content: [
        { type: 'text', text: (instruction + promptSuffix.affordance).replace('<image>', '') },
        { type: 'image_url' },
      ],
    });
    const url = (message!.content as readonly { image_url?: { url: string } }[])[1]!.image_url!.url;
    expect(url).toMatch(/^data:image\/jpeg;base64,/);
    await expectFrame(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));

    // What is recorded is the Proposal, and the token is nowhere in it.
    expect(service.records).toHaveLength(1);
    expect(proposalSchema.parse(JSON.parse(service.records[0]!.json))).toEqual(proposal);
    expect(JSON.stringify([service.records, service.bad, status])).not.toContain(token);
  });

  it('keeps a dialogue as messages, and samples as the endpoint says', async () => {
    const { server, client } = await consoleAt(chatScript(answers), 'openai', {
      imagePlaceholder: 'literal',
      sampling: { temperature: 0.7, topP: 0.9, repetitionPenalty: 1.1, maxTokens: 300, seed: 7 },
    });
    const earlier = [
      {
        said: instruction,
        answers: [
          { kind: 'affordance' as const, text: 'first box' },
          { kind: 'trajectory' as const, text: 'first path' },
        ],
      },
    ];
    await client.request('propose', { ...question, instruction: 'the other one', earlier });
    const { messages, ...rest } = chatOf(server.heard.at(-1)!.body);
    expect(rest).toMatchObject({
      max_tokens: 300,
      temperature: 0.7,
      top_p: 0.9,
      repetition_penalty: 1.1,
      seed: 7,
    });
    expect(messages).toMatchObject([
      {
        role: 'user',
        content: [
          { type: 'text', text: ` ${questionText('trajectory', instruction)}` },
          { type: 'image_url' },
        ],
      },
      { role: 'assistant', content: 'first path' },
      { role: 'user', content: `the other one${promptSuffix.trajectory.replace('\n<image>', '')}` },
    ]);
  });

  it('does without log probabilities and counts where the server refuses to be asked for them', async () => {
    const good = chatScript(answers);
    const { server, client, status } = await consoleAt((response, heard, count) => {
      if ('logprobs' in chatOf(heard.body)) {
        response.writeHead(422, { 'content-type': 'application/json' });
        response.end('{"detail": "Unsupported fields in the request: logprobs"}');
      } else if (count < 3) {
        good(response, heard, count);
      } else {
        stream(response);
        response.end(chatEvent({ content: answers.affordance, finish: 'stop' }));
      }
    }, 'openai');
    expect(status.state).toBe('ready');
    const proposal = await client.request('propose', { ...question, kinds: ['affordance'] });
    expect(proposal.generations).toMatchObject([
      { outcome: 'parsed', meanLogProb: null, tokens: null, promptTokens: null },
    ]);
    // Asked with, asked without, and from then on without.
    expect(server.heard.map(({ body }) => 'logprobs' in chatOf(body))).toEqual([true, false, false]);
  });

  it('is aborted at once when the operator cancels', async () => {
    const { server, client, states } = await consoleAt((response, heard, count) => {
      if (count === 1) return chatScript(answers)(response, heard, count);
      stream(response).write(chatEvent({ content: '<think>The ' }));
    }, 'openai');
    const first = new Promise<void>((resolve) => {
      client.on('token', () => resolve());
    });
    const proposal = client.request('propose', question).catch((error: Error) => error.message);
    await first;
    const cancelledMs = performance.now();
    await client.request('cancel', { proposalId: 'p-1' });
    expect(await proposal).toMatch(/told to stop before it had answered\. Nothing moves/);
    expect(performance.now() - cancelledMs).toBeLessThan(1000);
    await expect.poll(() => server.closed()).toBe(2);
    expect(states.slice(-2)).toEqual(['busy', 'ready']);
  });

  it('is cut off after its time, its tokens or its letters, with what was said until then', async () => {
    const cut = async (script: Script, timeouts: object = {}) => {
      const { client } = await consoleAt(
        (response, heard, count) => {
          if (count === 1) chatScript(answers)(response, heard, count);
          else script(response, heard, count);
        },
        'openai',
        { timeouts },
      );
      const { generations } = await client.request('propose', { ...question, kinds: ['affordance'] });
      return generations[0]!;
    };
    const late = await cut(
      (response) => {
        stream(response);
        const timer = setInterval(() => response.write(chatEvent({ content: 'and ' })), 30);
        response.on('close', () => clearInterval(timer));
      },
      { totalSec: 0.5 },
    );
    expect(late).toMatchObject({ outcome: 'malformed', text: expect.stringMatching(/^(and )+$/) });
    expect(late.problem).toMatch(/longer than 0\.5 s/);
    const long = await cut((response) =>
      stream(response).end(chatEvent({ content: '<think>', finish: 'length' })),
    );
    expect(long.problem).toMatch(/cut off after as many tokens/);
    const wordy = await cut((response) =>
      stream(response).end(chatEvent({ content: 'x'.repeat(50_000), finish: 'stop' })),
    );
    expect(wordy.text).toHaveLength(16_000);
    expect(wordy.problem).toMatch(/cut off after 16000 characters/);
  });

  it('fails in words that name what to do, and can be asked again', async () => {
    const { client } = await consoleAt((response, heard, count) => {
      if (count !== 2) return chatScript(answers)(response, heard, count);
      response.writeHead(429).end('{"error": "queue is full"}');
    }, 'openai');
    await expect(client.request('propose', question)).rejects.toThrow(
      /too many questions \(429\)\. It says: "queue is full"\. Nothing moves because of this\. Wait a little, then ask again\.$/,
    );
    expect((await client.request('propose', question)).generations).toHaveLength(2);
  });

  it('takes an answer that is whole although the line stays open behind it', async () => {
    const { client } = await consoleAt(
      (response, heard, count) => {
        if (count === 1) return chatScript(answers)(response, heard, count);
        stream(response).write(chatEvent({ content: answers.affordance, finish: 'stop' }));
      },
      'openai',
      { timeouts: { silenceSec: 0.2 } },
    );
    const { generations } = await client.request('propose', { ...question, kinds: ['affordance'] });
    expect(generations[0]?.outcome).toBe('parsed');
  });
});

describe('a Proposal from a VLA-R1 server', () => {
  it('sends prompt and picture as a form, and takes the text', async () => {
    const { server, client, status } = await consoleAt(vlaR1Script(answers), 'vlaR1', {
      imagePlaceholder: 'literal',
      boxConvention: 'topLeft',
    });
    expect(status.model).toMatchObject({
      name: 'Bench',
      version: 'version not told',
      provider: expect.stringContaining('remote, VLA-R1 server, '),
    });
    let said = '';
    client.on('token', ({ kind, text, logProb }) => {
      expect(logProb).toBeNull();
      if (kind === 'affordance') said += text;
    });
    const proposal = await client.request('propose', question);
    expect(said).toBe(answers.affordance);
    expect(proposal.generations).toMatchObject([
      { outcome: 'parsed', box: { xMin: 0.5, yMin: 0.25 }, tokens: null, meanLogProb: null },
      { outcome: 'parsed' },
    ]);
    const { path, headers, body } = server.heard.at(-1)!;
    expect(path).toBe('/generate_multipart');
    // Read by the platform's own reader of forms.
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': headers['content-type']! },
    }).formData();
    expect([...form.keys()]).toEqual(['prompt', 'image']);
    expect(form.get('prompt')).toBe(` ${questionText('trajectory', instruction)}`);
    const image = form.get('image') as File;
    expect([image.name, image.type]).toEqual(['frame.jpg', 'image/jpeg']);
    await expectFrame(new Uint8Array(await image.arrayBuffer()));
  });

  it('cannot be corrected, and says what to do instead', async () => {
    const { server, client } = await consoleAt(vlaR1Script(answers), 'vlaR1');
    const earlier = [{ said: instruction, answers: [{ kind: 'affordance' as const, text: 'box' }] }];
    await expect(
      client.request('propose', { ...question, earlier, instruction: 'more left', kinds: ['affordance'] }),
    ).rejects.toThrow(/one question at a time.*Nothing moves.*one new instruction/);
    expect(server.heard).toHaveLength(1);
  });
});

describe('choosing an endpoint', () => {
  it('that does not answer is a state with a reason, and a better one can follow', async () => {
    const { client, keeper, server, status } = await consoleAt((response, heard, count) => {
      if (count === 1) response.writeHead(500).end('loading');
      else chatScript(answers)(response, heard, count);
    }, 'openai');
    expect(status).toMatchObject({
      state: 'failed',
      model: null,
      sendsTo: null,
      fault: { code: 'endpointFailed' },
    });
    await expect(client.request('propose', question)).rejects.toThrow(
      /No model is ready: .*failed on the question/,
    );
    expect(await keeper.request('use', accessTo(server.url))).toMatchObject({ state: 'ready' });
  });

  it('has another identity for other settings, and the same for another order of fields', () => {
    const one = endpointAt('http://127.0.0.1:1', 'openai');
    const { name, url, ...rest } = one;
    expect(endpointHash({ ...rest, url, name } as typeof one)).toBe(endpointHash(one));
    expect(endpointHash({ ...one, boxConvention: 'topLeft' })).not.toBe(endpointHash(one));
    expect(endpointHash(one)).toMatch(/^[0-9a-f]{64}$/);
  });
});
