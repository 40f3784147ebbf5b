import { afterEach, describe, expect, it } from 'vitest';
import { faultTextSchema } from '../../../shared/contract/common';
import type { EndpointAccess } from '../../../shared/contract/endpointContract';
import { tryEndpoint } from './remoteModel';
import { accessTo } from './testing/access';
import {
  chatEvent,
  chatScript,
  event,
  type Script,
  startRawServer,
  startServer,
  stream,
  testCertificate,
  vlaR1Script,
} from './testing/servers';

const now = () => performance.now();
const answers = {
  affordance: '<think>a</think><output>{}</output>',
  trajectory: '<think>b</think><output>[]</output>',
};
const token = 'sk-secret-4711';

const toClose: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of toClose.splice(0)) await each.close();
});

async function serverWith(script: Script, options = {}) {
  const server = await startServer(script, options);
  toClose.push(server);
  return server;
}

/** What the operator reads; fails when the server was found good. */
async function faultOf(access: EndpointAccess) {
  const { fault } = await tryEndpoint(access, now);
  expect(fault, 'the server was found good').not.toBeNull();
  const read = faultTextSchema.parse(fault);
  expect(`${read.happened} ${read.next}`).not.toContain(token);
  expect(read.next).toMatch(/^[A-Z].*\.$/);
  return read;
}

const status =
  (code: number, body: string, headers: Record<string, string> = {}): Script =>
  (response) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };

describe.each(['openai', 'vlaR1'] as const)('a %s endpoint', (kind) => {
  it.each([
    [
      401,
      '{"error": {"message": "Incorrect API key provided: sk-secret-4711."}}',
      'endpointToken',
      /does not accept the token\. It says: "Incorrect API key provided: \(the token\)"\.$/,
    ],
    [403, 'no', 'endpointToken', /does not accept the token/],
    [
      404,
      '{"detail": "Not Found"}',
      'endpointNotFound',
      /address or the model \(404\)\. It says: "Not Found"\.$/,
    ],
    [413, '', 'endpointTooLarge', /picture is too large/],
    [429, '{"message": "slow down"}', 'endpointBusy', /too many questions \(429\)\. It says: "slow down"/],
    [
      422,
      '{"detail": [{"loc": ["body", "seed"], "msg": "extra"}]}',
      'endpointRefuses',
      /refuses the question \(422\)\. It says: ".*seed/,
    ],
    [
      500,
      '<!DOCTYPE html><html><head><title>Internal\nServer Error</title><script>x</script>',
      'endpointFailed',
      /failed on the question \(500\)\. It says: "Internal Server Error"\.$/,
    ],
    [502, 'x'.repeat(50_000), 'endpointFailed', /\(502\)\. It says: "x{297}\.\."\.$/],
    [204, '', 'endpointRefuses', /204/],
  ])('that answers %i is told in words', async (code, body, faultCode, happened) => {
    const server = await serverWith(status(code, body));
    const fault = await faultOf(accessTo(server.url, kind, { token }));
    expect(fault.code).toBe(faultCode);
    expect(fault.happened).toMatch(happened);
  });

  it('that wants a token which is not set is told so', async () => {
    const server = await serverWith(status(401, '{}'));
    expect(await faultOf(accessTo(server.url, kind))).toMatchObject({
      next: 'Set the token of this endpoint.',
    });
  });

  it('is not followed to another address, and that address is not asked', async () => {
    const other = await serverWith(kind === 'openai' ? chatScript(answers) : vlaR1Script(answers));
    for (const code of [301, 302, 303, 307, 308]) {
      const server = await serverWith(status(code, '', { location: `${other.url}/v1` }));
      const fault = await faultOf(accessTo(server.url, kind, { token }));
      expect(fault.code).toBe('endpointRedirects');
      expect(fault.happened).toContain(other.url);
    }
    expect(other.heard).toEqual([]);
  });

  it('that nobody serves, that has no name, or that does not speak HTTP', async () => {
    const server = await startServer(() => undefined);
    await server.close();
    expect((await faultOf(accessTo(server.url, kind))).happened).toMatch(
      /cannot be reached\. Nobody listens/,
    );
    const unknown = accessTo('https://no-such-machine.invalid', kind);
    expect((await faultOf(unknown)).happened).toMatch(/cannot be reached\. The name/);
    const raw = await startRawServer('SSH-2.0-OpenSSH_9.6\r\n', false);
    toClose.push(raw);
    expect((await faultOf(accessTo(raw.url, kind))).code).toBe('endpointNoHttp');
    const secret = accessTo(raw.url.replace('http:', 'https:'), kind);
    expect((await faultOf(secret)).code).toBe('endpointNoTls');
  });

  it('that hangs up before it has answered', async () => {
    const server = await serverWith((response) => response.socket?.destroy());
    expect((await faultOf(accessTo(server.url, kind))).happened).toMatch(
      /closed the connection without an answer/,
    );
  });

  it('whose certificate is not trusted, or belongs to another name, gets nothing', async () => {
    const script = kind === 'openai' ? chatScript(answers) : vlaR1Script(answers);
    const server = await serverWith(script, { tls: true });
    const fault = await faultOf(accessTo(server.url, kind, { token }));
    expect(fault).toMatchObject({ code: 'endpointCertificate' });
    expect(fault.happened).toMatch(/signed by nobody but itself\. Nothing was sent/);
    const renamed = accessTo(server.url.replace('127.0.0.1', 'localhost'), kind, {
      token,
      ca: testCertificate,
    });
    expect((await faultOf(renamed)).happened).toMatch(/belongs to another name/);
    expect(server.heard).toEqual([]);
    // With its own CA file it is trusted.
    expect(
      (await tryEndpoint(accessTo(server.url, kind, { token, ca: testCertificate }), now)).fault,
    ).toBeNull();
    expect(server.heard[0]?.headers.authorization).toBe(`Bearer ${token}`);
  });

  it('that says nothing, or not in time', async () => {
    const server = await serverWith(() => undefined);
    const timeouts = kind === 'openai' ? { firstTokenSec: 0.2 } : { totalSec: 0.2 };
    const fault = await faultOf(accessTo(server.url, kind, { timeouts }));
    expect(fault.happened).toMatch(/0\.2 s/);
    await expect.poll(() => server.closed()).toBe(1);
  });

  it('that sends without end', async () => {
    const server = await serverWith((response) => {
      response.writeHead(200, {
        'content-type': kind === 'openai' ? 'text/event-stream' : 'application/json',
      });
      const more = () => {
        while (!response.destroyed && response.write(`"${'x'.repeat(65_536)}`));
      };
      response.on('drain', more);
      more();
    });
    expect((await faultOf(accessTo(server.url, kind))).code).toBe('endpointTooMuch');
    await expect.poll(() => server.closed()).toBe(1);
  });

  it('whose line breaks in the middle', async () => {
    const server = await serverWith((response) => {
      if (kind === 'openai') stream(response).write(chatEvent({ content: '<think>I' }));
      else response.writeHead(200, { 'content-length': 1000 }).write('{"result": "<th');
      setTimeout(() => response.socket?.destroy(), 50);
    });
    expect((await faultOf(accessTo(server.url, kind))).code).toBe('endpointBroken');
  });
});

describe('an openai endpoint', () => {
  const streaming =
    (text: string): Script =>
    (response) =>
      stream(response).end(text);

  it.each([
    ['events that are not JSON', 'data: hello\n\n', 'endpointBadReply', /an event is not JSON: hello/],
    [
      'other types',
      event({ choices: [{ delta: { content: 7 } }] }),
      'endpointBadReply',
      /choices\.0\.delta\.content/,
    ],
    [
      'numbers that are none',
      'data: {"choices": [{"delta": {"content": "a"}, "logprobs": {"content": [{"logprob": 1e999}]}}]}\n\n',
      'endpointBadReply',
      /logprob/,
    ],
    ['a list', 'data: []\n\n', 'endpointBadReply', /in an event, all/],
    ['no choices', `${event({ choices: [] })}data: [DONE]\n\n`, 'endpointBadReply', /no choice/],
    ['nothing at all', '', 'endpointBadReply', /no choice/],
    [
      'an end without a reason',
      `${chatEvent({ content: '<think>' })}data: [DONE]\n\n`,
      'endpointBroken',
      /in the middle/,
    ],
    [
      'an error behind the beginning',
      `${chatEvent({ content: '<think>' })}${event({ error: { message: 'out of memory' } })}`,
      'endpointFailed',
      /out of memory/,
    ],
    [
      'another end',
      chatEvent({ content: 'no', finish: 'content_filter' }),
      'endpointEnds',
      /"content_filter"/,
    ],
  ])('that streams %s', async (_name, text, code, happened) => {
    const server = await serverWith(streaming(text));
    const fault = await faultOf(accessTo(server.url));
    expect(fault.code).toBe(code);
    expect(fault.happened).toMatch(happened);
  });

  it('that answers with a page instead of a stream', async () => {
    const server = await serverWith(status(200, '<html>Welcome</html>', { 'content-type': 'text/html' }));
    expect((await faultOf(accessTo(server.url))).happened).toMatch(
      /stream of events was asked for, and it is text\/html/,
    );
  });

  it('that falls silent, or only keeps the line open', async () => {
    const silent = await serverWith((response) => stream(response).write(chatEvent({ content: '<think>' })));
    const waits = { connectSec: 1, firstTokenSec: 0.4, silenceSec: 0.2, totalSec: 5 };
    expect(await faultOf(accessTo(silent.url, 'openai', { timeouts: waits }))).toMatchObject({
      code: 'endpointSilent',
    });
    const chatter = await serverWith((response) => {
      stream(response);
      const timer = setInterval(() => response.write(': still there\n\n'), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await faultOf(accessTo(chatter.url, 'openai', { timeouts: waits }))).toMatchObject({
      code: 'endpointNoFirstToken',
    });
  });
});

describe('a VLA-R1 server', () => {
  it.each([
    ['a page', '<html>', /not JSON/],
    ['another field', '{"text": "x"}', /no text named "result"/],
    ['another type', '{"result": {"x": 1}}', /no text named "result"/],
    ['half of it', '{"result": "<think>', /not JSON/],
  ])('that answers with %s', async (_name, body, happened) => {
    const server = await serverWith(status(200, body));
    const fault = await faultOf(accessTo(server.url, 'vlaR1'));
    expect(fault).toMatchObject({ code: 'endpointBadReply' });
    expect(fault.happened).toMatch(happened);
  });
});
