import { z } from 'zod';
import { EndpointError, saidBy, serverWords } from './endpointError';

/** The forms in which servers say what is wrong: OpenAI's, FastAPI's, and some others. */
const errorBodySchema = z.union([
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
  z.object({ error: z.string() }).transform(({ error }) => error),
  z.object({ detail: z.string() }).transform(({ detail }) => detail),
  z.object({ detail: z.unknown() }).transform(({ detail }) => JSON.stringify(detail)),
  z.object({ message: z.string() }).transform(({ message }) => message),
]);

/** What a body says to a person: the message in it, the title of a page, or its beginning. */
export function wordsOfBody(body: string, token: string | null): string {
  if (/^\s*(<!doctype|<html)/i.test(body)) {
    return serverWords(/<title>([^<]{0,200})/i.exec(body)?.[1] ?? '', token);
  }
  try {
    const read = errorBodySchema.safeParse(JSON.parse(body));
    if (read.success) return serverWords(read.data ?? '', token);
  } catch {
    // Not JSON: its own words will do.
  }
  return serverWords(body, token);
}

/** The fault that an HTTP status other than 200 stands for. */
export function statusError(
  status: number,
  host: string,
  {
    body,
    token,
    location,
  }: { readonly body: string; readonly token: string | null; readonly location?: string },
): EndpointError {
  const words = wordsOfBody(body, token);
  const said = saidBy(words);
  const error = (code: string, happened: string, next: string) =>
    new EndpointError(code, `${happened}${said}`, next);
  if (status >= 300 && status < 400) {
    const to = location === undefined ? 'another address' : serverWords(location, token);
    return error(
      'endpointRedirects',
      `${host} sends the question on to ${to}; that was not followed, as pictures go only where you have named.`,
      'If that is the right address, write it into the endpoint.',
    );
  }
  switch (status) {
    case 401:
    case 403:
      return token === null
        ? error('endpointToken', `${host} wants a token.`, 'Set the token of this endpoint.')
        : error(
            'endpointToken',
            `${host} does not accept the token.`,
            'Set the token of this endpoint anew.',
          );
    case 404:
    case 405:
      return error(
        'endpointNotFound',
        `${host} does not know the address or the model (${status}).`,
        'Look at the path in the address (often /v1), the kind of the endpoint and the name of the model.',
      );
    case 413:
      return error(
        'endpointTooLarge',
        `The picture is too large for ${host} (413).`,
        'Allow larger requests there.',
      );
    case 429:
      return error('endpointBusy', `${host} has too many questions (429).`, 'Wait a little, then ask again.');
    default:
      return status >= 500
        ? error(
            'endpointFailed',
            `${host} failed on the question (${status}).`,
            "Look at the server's own log, then ask again.",
          )
        : error(
            'endpointRefuses',
            `${host} refuses the question (${status}).`,
            'Look at the settings of the endpoint: the model must take pictures and the settings for sampling.',
          );
  }
}
