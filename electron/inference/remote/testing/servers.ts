import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';

/** Of the test servers alone: a certificate for 127.0.0.1 that has signed itself. */
export const testCertificate = readFileSync(new URL('cert.pem', import.meta.url), 'utf8');
const testKey = readFileSync(new URL('key.pem', import.meta.url), 'utf8');

export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface TestServer {
  readonly url: string;
  /** What was asked of it. */
  readonly heard: readonly Heard[];
  /** Questions whose line has been closed, by whichever side. */
  closed(): number;
  close(): Promise<void>;
}

export type Script = (response: http.ServerResponse, heard: Heard, count: number) => void;

/** A server on loopback that takes each question in whole, and answers as the script says. */
export async function startServer(script: Script, { tls = false } = {}): Promise<TestServer> {
  const heard: Heard[] = [];
  const sockets = new Set<Socket>();
  let closed = 0;
  const listener: http.RequestListener = async (request, response) => {
    response.on('close', () => closed++);
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const { method = '', url = '', headers } = request;
    heard.push({ method, path: url, headers, body: Buffer.concat(chunks) });
    script(response, heard.at(-1)!, heard.length);
  };
  const server = tls
    ? https.createServer({ cert: testCertificate, key: testKey }, listener)
    : http.createServer(listener);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    heard,
    closed: () => closed,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Bytes, as they are, to whoever connects; then the line is ended if so wished. */
export async function startRawServer(bytes: string, end: boolean): Promise<{ url: string; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(bytes);
      if (end) socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** One event of a stream of chat completions. */
export const event = (content: unknown): string => `data: ${JSON.stringify(content)}\n\n`;

export interface ChatPiece {
  readonly content?: string;
  readonly logProbs?: readonly number[];
  readonly finish?: string;
}

export const chatEvent = ({ content, logProbs, finish }: ChatPiece): string =>
  event({
    id: 'c-1',
    object: 'chat.completion.chunk',
    model: 'vla-r1-3b',
    system_fingerprint: 'fp-7',
    choices: [
      {
        index: 0,
        delta: content === undefined ? {} : { content },
        finish_reason: finish ?? null,
        ...(logProbs && {
          logprobs: { content: logProbs.map((logprob) => ({ token: 't', logprob, bytes: null })) },
        }),
      },
    ],
  });

export const stream = (response: http.ServerResponse): http.ServerResponse =>
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });

const kindOf = (body: Buffer): 'affordance' | 'trajectory' =>
  body.toString('utf8').includes('optimal trajectory') ? 'trajectory' : 'affordance';

/** Answers as a good model does: text by the kind of question that the body asks. */
export type Answers = Readonly<Record<'affordance' | 'trajectory', string>>;

/** An OpenAI-style server that streams the answers, some characters a piece. */
export const chatScript =
  (answers: Answers): Script =>
  (response, { body }) => {
    const text = answers[kindOf(body)];
    const pieces = text.match(/[\s\S]{1,7}/g) ?? [];
    stream(response);
    response.write(
      event({
        model: 'vla-r1-3b',
        system_fingerprint: 'fp-7',
        choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }],
      }),
    );
    for (const content of pieces) response.write(chatEvent({ content, logProbs: [-0.25] }));
    response.write(chatEvent({ finish: 'stop' }));
    response.write(
      event({
        choices: [],
        usage: { prompt_tokens: 411, completion_tokens: pieces.length + 1, total_tokens: 0 },
      }),
    );
    response.end('data: [DONE]\n\n');
  };

/** VLA-R1's reference server. */
export const vlaR1Script =
  (answers: Answers): Script =>
  (response, { body }) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ result: answers[kindOf(body)] }));
  };
