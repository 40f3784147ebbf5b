import { FaultError } from '../faultError';

/** Why an endpoint gave no answer. */
export class EndpointError extends FaultError {
  override readonly name = 'EndpointError';
}

/** The server's own words as a sentence behind another one; empty where it said nothing. */
export const saidBy = (words: string): string =>
  words === '' ? '' : ` It says: "${words.replace(/\.$/, '')}".`;

/** Words of a server for a line on screen: short, without control characters, and never with the token in it. */
export function serverWords(text: string, token: string | null): string {
  const plain = token === null ? text : text.replaceAll(token, '(the token)');
  const line = plain.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 297)}...` : line;
}
