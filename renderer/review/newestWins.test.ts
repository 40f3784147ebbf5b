import { describe, expect, it } from 'vitest';
import { newestWins } from './newestWins';

function setUp() {
  const asked: number[] = [];
  const answers: number[] = [];
  const open: { resolve: (n: number) => void; reject: (e: Error) => void }[] = [];
  const wins = newestWins<number, number>(
    (question) => {
      asked.push(question);
      return new Promise((resolve, reject) => open.push({ resolve, reject }));
    },
    (given) => answers.push(given),
  );
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  return { asked, answers, open, wins, settle };
}

describe('newestWins', () => {
  it('asks one at a time, and of those that waited only the newest', async () => {
    const { asked, answers, open, wins, settle } = setUp();
    for (const question of [1, 2, 3]) wins.ask(question);
    expect(asked).toEqual([1]);
    open[0]?.resolve(10);
    await settle();
    expect(asked).toEqual([1, 3]);
    open[1]?.resolve(30);
    await settle();
    expect(answers).toEqual([10, 30]);
  });

  it('goes on after a failure and is silent after its end', async () => {
    const { asked, answers, open, wins, settle } = setUp();
    wins.ask(1);
    wins.ask(2);
    open[0]?.reject(new Error('no'));
    await settle();
    expect(asked).toEqual([1, 2]);
    wins.end();
    open[1]?.resolve(20);
    await settle();
    expect(answers).toEqual([]);
  });
});
