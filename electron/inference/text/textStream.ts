/** Turns tokens, one after another, into text, one delta each. */
export interface TextStream {
  /** The text that this token completes; '' when it ends within a character that takes several tokens. */
  push(id: number): string;
  /** What an answer that ended within a character leaves (U+FFFD for what is missing). */
  flush(): string;
}

/**
 * A token's text may depend on its neighbours, and a character may be spread over tokens; so each delta
 * is the difference that a token makes to the decoding of a short window, which starts anew once a whole
 * character stands at its end.
 */
export function createTextStream(decode: (ids: readonly number[]) => string): TextStream {
  let window: number[] = [];
  let shown = '';
  return {
    push(id) {
      window.push(id);
      const text = decode(window);
      if (text.endsWith('\uFFFD')) return '';
      const delta = text.slice(shown.length);
      window = [id];
      shown = decode(window);
      return delta;
    },
    flush() {
      const delta = decode(window).slice(shown.length);
      window = [];
      shown = '';
      return delta;
    },
  };
}
