/** Thrown when one event is longer than it may be. */
export class EventTooLong extends Error {
  override readonly name = 'EventTooLong';
}

/**
 * The `data` of each event of a text/event-stream, as the HTML standard reads it: lines end with LF, CR or CRLF, an
 * event ends with an empty line, several `data` lines are one text with LF between, comments and other fields are
 * left out, an event that the stream's end cuts off is dropped. Bytes may be split anywhere.
 *
 * @param maxLength of one event, in characters.
 */
export async function* eventData(
  chunks: AsyncIterable<Uint8Array>,
  maxLength: number,
): AsyncGenerator<string, void> {
  // A byte order mark at the beginning is left out by the decoder.
  const decoder = new TextDecoder();
  let rest = '';
  let data: string[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    // A CR that ends the piece may be half of a CRLF: it waits for what follows.
    for (let end = lineEnd.exec(rest); end; end = lineEnd.exec(rest)) {
      const line = rest.slice(0, end.index);
      rest = rest.slice(end.index + end[0].length);
      if (line === '') {
        if (data.length > 0) yield data.join('\n');
        data = [];
        length = 0;
      } else {
        const value = dataOf(line);
        if (value === undefined) continue;
        data.push(value);
        length += value.length + 1;
        if (length > maxLength) throw new EventTooLong();
      }
    }
    if (rest.length > maxLength) throw new EventTooLong();
  }
}

const lineEnd = /\r\n|\n|\r(?=[^\n])/;

function dataOf(line: string): string | undefined {
  if (line === 'data') return '';
  if (!line.startsWith('data:')) return undefined;
  return line.startsWith('data: ') ? line.slice('data: '.length) : line.slice('data:'.length);
}
