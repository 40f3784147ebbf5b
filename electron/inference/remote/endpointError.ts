import { FaultError } from '../faultError';

/** Why an endpoint gave no answer. */
export class EndpointError extends FaultError {
  override readonly name = 'EndpointError';
}

/** Words of a server for a line on screen: short, without control characters, and never with the token in it. */
export function serverWords(text: string, token: string | null): string {
  const plain = token === null ? text : text.replaceAll(token, '(the token)');
  const line = plain.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 297)}...` : line;
}
