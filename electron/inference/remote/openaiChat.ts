import { z } from 'zod';
import { finite } from '../../../shared/contract/common';
import { endpointHost, type OpenaiEndpoint } from '../../../shared/contract/endpoint';
import type { EndpointAccess } from '../../../shared/contract/endpointContract';
import type { Draw } from '../../../shared/contract/proposal';
import { chatTurns, type Question } from '../../../shared/proposal/prompts';
import { maxAnswerLength } from '../model/generate';
import { drawOf } from '../runtime/drawOf';
import { EndpointError, saidBy, serverWords } from './endpointError';
import { exchange, notAnAnswer, type Reply, tooMuch } from './exchange';
import { outOfTimeCode } from './patience';
import type { AskServer, RemoteAnswer, RemoteAskOptions } from './remoteAnswer';
import { EventTooLong, eventData } from './serverSentEvents';
import { spokenInPieces } from './spokenInPieces';
import { wordsOfBody } from './statusWords';
import { createWholeAnswer } from './wholeAnswer';

/** Of one event: a piece of the answer with its log probabilities. */
const maxEventLength = 256 * 1024;

const count = z.number().int().nonnegative();
const chunkSchema = z.object({
  model: z.string().nullish(),
  system_fingerprint: z.string().nullish(),
  choices: z
    .array(
      z.object({
        delta: z
          .object({
            content: z.string().nullish(),
            reasoning_content: z.string().nullish(),
            reasoning: z.string().nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
        logprobs: z.object({ content: z.array(z.object({ logprob: finite })).nullish() }).nullish(),
      }),
    )
    .max(16)
    .nullish(),
  usage: z.object({ prompt_tokens: count, completion_tokens: count }).nullish(),
});
type Chunk = z.infer<typeof chunkSchema>;

/** What a server may know beside the answer; some refuse a question that asks for it. */
const extras = { logprobs: true, stream_options: { include_usage: true } };

/** How several answers are drawn: as a pack does it. */
export const drawOfEndpoint = ({ sampling }: OpenaiEndpoint): Draw =>
  drawOf({ ...sampling, doSample: sampling.temperature > 0, topK: 0 });

function bodyOf(
  endpoint: OpenaiEndpoint,
  question: Question,
  jpeg: Uint8Array,
  { maxTokens, sample }: Pick<RemoteAskOptions, 'maxTokens' | 'sample'>,
  withExtras: boolean,
): Uint8Array {
  const { model, sampling, imagePlaceholder } = endpoint;
  const { temperature, topP } = sample === undefined ? sampling : drawOfEndpoint(endpoint);
  const image = { url: `data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}` };
  const messages = chatTurns(question, imagePlaceholder).map(({ role, text, picture }) => ({
    role,
    content: picture
      ? [
          { type: 'text', text },
          { type: 'image_url', image_url: image },
        ]
      : text,
  }));
  return Buffer.from(
    JSON.stringify({
      model,
      messages,
      max_tokens: maxTokens ?? sampling.maxTokens,
      temperature,
      top_p: topP,
      seed: sampling.seed + (sample ?? 0),
      ...(sampling.repetitionPenalty !== 1 && { repetition_penalty: sampling.repetitionPenalty }),
      stream: true,
      ...(withExtras && extras),
    }),
  );
}

function parseChunk(data: string, host: string, token: string | null): Chunk {
  let raw: unknown;
  try {
    raw = JSON.parse(data);
  } catch {
    throw notAnAnswer(host, `an event is not JSON: ${serverWords(data.slice(0, 200), token)}`);
  }
  if (typeof raw === 'object' && raw !== null && 'error' in raw && raw.error) {
    throw new EndpointError(
      'endpointFailed',
      `${host} failed in the middle of its answer.${saidBy(wordsOfBody(data, token))}`,
      "Look at the server's own log, then ask again.",
    );
  }
  const chunk = chunkSchema.safeParse(raw);
  if (chunk.success) return chunk.data;
  const [issue] = chunk.error.issues;
  throw notAnAnswer(host, `in an event, ${issue?.path.join('.') || 'all'}: ${issue?.message}`);
}

/** The answer as it grows, chunk by chunk. */
function createListener(host: string, seed: number | null, { now, onToken }: RemoteAskOptions) {
  const say = spokenInPieces(onToken);
  const said = createWholeAnswer();
  const logProbs: number[] = [];
  let text = '';
  let firstTokenAtMs: number | undefined;
  let finish: string | undefined;
  let usage: Chunk['usage'];
  let served: string | null = null;
  let choices = 0;

  function answer(end: RemoteAnswer['end']): RemoteAnswer {
    const told = logProbs.length > 0;
    return {
      text,
      end,
      firstTokenAtMs: firstTokenAtMs ?? now(),
      promptTokens: usage?.prompt_tokens ?? null,
      tokens: usage?.completion_tokens ?? (told ? logProbs.length : null),
      meanLogProb: told ? logProbs.reduce((sum, each) => sum + each, 0) / logProbs.length : null,
      wordScore: null,
      seed,
      served,
    };
  }

  return {
    /** True when there is no room for more. */
    take(chunk: Chunk, heard: Reply['heard']): boolean {
      usage = chunk.usage ?? usage;
      const [choice] = chunk.choices ?? [];
      served ??=
        [chunk.model, chunk.system_fingerprint]
          .filter((part) => part)
          .join(' ')
          .slice(0, 300) || null;
      if (!choice) return false;
      choices++;
      finish = choice.finish_reason ?? finish;
      const scores = choice.logprobs?.content?.map(({ logprob }) => logprob) ?? [];
      logProbs.push(...scores);
      const piece = said(choice.delta ?? {}).slice(0, maxAnswerLength - text.length);
      if (piece !== '') {
        heard();
        firstTokenAtMs ??= now();
        text += piece;
        say(piece, scores.length > 0 ? scores.reduce((sum, each) => sum + each, 0) : null);
      }
      return text.length >= maxAnswerLength;
    },
    hasText: () => text !== '',
    isFinished: () => finish !== undefined,
    answer,
    /** Nothing more comes: what the answer is, if it is one. */
    finished(): RemoteAnswer {
      if (choices === 0) throw notAnAnswer(host, 'it has no choice, and so no answer.');
      switch (finish) {
        case undefined:
          throw new EndpointError(
            'endpointBroken',
            `The connection to ${host} ended in the middle of its answer.`,
            'Look whether the server still runs, then ask again.',
          );
        case 'stop':
          return answer('complete');
        case 'length':
          return answer('tooManyTokens');
        default:
          throw new EndpointError(
            'endpointEnds',
            `${host} ended its answer for the reason "${serverWords(finish, null)}".`,
            'Change the instruction, or look at the settings of the server.',
          );
      }
    },
  };
}

async function listen(
  reply: Reply,
  listener: ReturnType<typeof createListener>,
  host: string,
  token: string | null,
): Promise<RemoteAnswer> {
  if (!reply.contentType.startsWith('text/event-stream')) {
    throw notAnAnswer(
      host,
      `a stream of events was asked for, and it is ${serverWords(reply.contentType, token) || 'of no named type'}.`,
    );
  }
  try {
    for await (const data of eventData(reply.bytes, maxEventLength)) {
      if (data === '[DONE]') break;
      if (listener.take(parseChunk(data, host, token), reply.heard)) return listener.answer('tooLongText');
    }
  } catch (error) {
    if (error instanceof EventTooLong) throw tooMuch(host);
    // The answer is whole, and only the line was left open behind it.
    if (!listener.isFinished()) throw error;
  }
  return listener.finished();
}

/**
 * Asks an OpenAI-style endpoint. Log probabilities and counts are asked for until the server refuses a question
 * that does, and answers the same one without.
 */
export function openaiChat(access: EndpointAccess & { readonly endpoint: OpenaiEndpoint }): AskServer {
  const { endpoint, token } = access;
  const { connectSec, firstTokenSec, silenceSec, totalSec } = endpoint.timeouts;
  const host = endpointHost(endpoint.url);
  let withExtras = true;

  async function ask(
    question: Question,
    jpeg: Uint8Array,
    options: RemoteAskOptions,
    extrasWanted: boolean,
  ): Promise<RemoteAnswer> {
    const seed = options.sample === undefined ? null : endpoint.sampling.seed + options.sample;
    const listener = createListener(host, seed, options);
    try {
      return await exchange(
        access,
        {
          path: '/chat/completions',
          contentType: 'application/json',
          accept: 'text/event-stream',
          body: bodyOf(endpoint, question, jpeg, options, extrasWanted),
          waits: { connectSec, firstSec: firstTokenSec, silenceSec, totalSec },
          signal: options.signal,
        },
        (reply) => listen(reply, listener, host, token),
      );
    } catch (error) {
      const isOutOfTime = error instanceof EndpointError && error.fault.code === outOfTimeCode;
      if (isOutOfTime && listener.hasText()) return listener.answer('outOfTime');
      throw error;
    }
  }

  return async (question, jpeg, options) => {
    if (!withExtras) return ask(question, jpeg, options, false);
    try {
      return await ask(question, jpeg, options, true);
    } catch (error) {
      if (!(error instanceof EndpointError) || error.fault.code !== 'endpointRefuses') throw error;
      const answer = await ask(question, jpeg, options, false);
      withExtras = false;
      return answer;
    }
  };
}
