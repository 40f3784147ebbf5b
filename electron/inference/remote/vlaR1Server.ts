import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { endpointHost, type VlaR1Endpoint } from '../../../shared/contract/endpoint';
import type { EndpointAccess } from '../../../shared/contract/endpointContract';
import { chatTurns } from '../../../shared/proposal/prompts';
import { maxAnswerLength } from '../model/generate';
import { EndpointError, serverWords } from './endpointError';
import { exchange, notAnAnswer, type Reply, tooMuch } from './exchange';
import type { AskServer } from './remoteAnswer';
import { spokenInPieces } from './spokenInPieces';

/** The longest answer in its JSON clothes, every character escaped. */
const maxJsonBytes = 8 * maxAnswerLength;

const replySchema = z.object({ result: z.string() });

function multipart(prompt: string, jpeg: Uint8Array): { contentType: string; body: Uint8Array } {
  const boundary = `r1-${randomUUID()}`;
  const part = (disposition: string) => `--${boundary}\r\nContent-Disposition: form-data; ${disposition}`;
  const body = Buffer.concat([
    Buffer.from(`${part('name="prompt"')}\r\n\r\n${prompt}\r\n`),
    Buffer.from(`${part('name="image"; filename="frame.jpg"')}\r\nContent-Type: image/jpeg\r\n\r\n`),
    jpeg,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { contentType: `multipart/form-data; boundary=${boundary}`, body };
}

async function readResult(reply: Reply, host: string, token: string | null): Promise<string> {
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of reply.bytes) {
    length += chunk.length;
    if (length > maxJsonBytes) throw tooMuch(host);
    kept.push(chunk);
  }
  const text = Buffer.concat(kept).toString('utf8');
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw notAnAnswer(host, `it is not JSON: ${serverWords(text.slice(0, 200), token)}`);
  }
  const read = replySchema.safeParse(raw);
  if (!read.success) throw notAnAnswer(host, 'it has no text named "result".');
  return read.data.result;
}

/** Asks VLA-R1's reference server: the answer comes in one piece, and tells nothing but its text. */
export function vlaR1Server(access: EndpointAccess & { readonly endpoint: VlaR1Endpoint }): AskServer {
  const { endpoint, token } = access;
  const { connectSec, totalSec } = endpoint.timeouts;
  const host = endpointHost(endpoint.url);
  return async (question, jpeg, { signal, now, onToken }) => {
    const [task, ...later] = chatTurns(question, endpoint.imagePlaceholder);
    if (!task || later.length > 0) {
      throw new EndpointError(
        'endpointNoDialogue',
        `${host} takes one question at a time: corrections and answers cannot be sent to it.`,
        'Refuse this proposal, and say all of it in one new instruction.',
      );
    }
    const result = await exchange(
      access,
      {
        path: '/generate_multipart',
        accept: 'application/json',
        ...multipart(task.text, jpeg),
        waits: { connectSec, firstSec: totalSec, silenceSec: totalSec, totalSec },
        signal,
      },
      (reply) => readResult(reply, host, token),
    );
    const text = result.slice(0, maxAnswerLength);
    const firstTokenAtMs = now();
    spokenInPieces(onToken)(text, null);
    return {
      text,
      end: result.length > maxAnswerLength ? 'tooLongText' : 'complete',
      firstTokenAtMs,
      promptTokens: null,
      tokens: null,
      meanLogProb: null,
      wordScore: null,
      seed: null,
      served: null,
    };
  };
}
