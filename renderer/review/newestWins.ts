export interface NewestWins<Q> {
  ask(question: Q): void;
  end(): void;
}

/**
 * Asks one question at a time. While one is under way only the newest of the later ones is kept and
 * asked next: a cursor that is dragged never queues up work.
 */
export function newestWins<Q, A>(
  answer: (question: Q) => Promise<A>,
  onAnswer: (given: A) => void,
): NewestWins<Q> {
  let busy = false;
  let waiting: { readonly question: Q } | undefined;
  let ended = false;

  async function work(question: Q): Promise<void> {
    busy = true;
    const given = await answer(question).catch(() => undefined);
    busy = false;
    if (ended) return;
    if (given !== undefined) onAnswer(given);
    const next = waiting;
    waiting = undefined;
    if (next) void work(next.question);
  }

  return {
    ask(question) {
      if (busy) waiting = { question };
      else void work(question);
    },
    end() {
      ended = true;
      waiting = undefined;
    },
  };
}
