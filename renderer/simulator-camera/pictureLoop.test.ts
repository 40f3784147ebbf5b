import { describe, expect, it } from 'vitest';
import { createPictureLoop, type Instant } from './pictureLoop';

/** A loop whose drawing and compressing end when the test says so. */
function rig() {
  const painting: { instant: Instant; done: () => void; fail: () => void }[] = [];
  const finishing: { instant: Instant; done: () => void }[] = [];
  const sent: number[] = [];
  const problems: unknown[] = [];
  const loop = createPictureLoop<Instant, number, number>({
    paint: (instant) =>
      new Promise((resolve, reject) => {
        painting.push({
          instant,
          done: () => resolve(instant.stampSec),
          fail: () => reject(new Error('lost')),
        });
      }),
    finish: (instant, painted) =>
      new Promise((resolve) => finishing.push({ instant, done: () => resolve(painted) })),
    send: (frame) => sent.push(frame),
    onProblem: (error) => problems.push(error),
    nowSec: () => 0,
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return {
    loop,
    painting,
    finishing,
    sent,
    problems,
    settle,
    async paintOne() {
      painting.shift()!.done();
      await settle();
    },
    async finishOne() {
      finishing.shift()!.done();
      await settle();
    },
  };
}

describe('picture loop', () => {
  it('draws nothing before somebody takes pictures, and nothing without a new instant', () => {
    const { loop, painting } = rig();
    loop.instant({ stampSec: 1 });
    expect(painting).toHaveLength(0);
    loop.credit();
    expect(painting).toHaveLength(1);
    loop.instant({ stampSec: 1.016 });
    expect(painting).toHaveLength(1);
  });

  it('draws the next picture while one is compressed', async () => {
    const { loop, painting, finishing, sent, paintOne, finishOne } = rig();
    loop.credit();
    loop.instant({ stampSec: 1 });
    loop.instant({ stampSec: 1.05 });
    await paintOne();
    expect(finishing).toHaveLength(1);
    expect(painting.map(({ instant }) => instant.stampSec)).toEqual([1.05]);
    await finishOne();
    expect(sent).toEqual([1]);
  });

  it('sends one frame for each credit, and draws at most one ahead', async () => {
    const { loop, painting, sent, paintOne, finishOne } = rig();
    loop.credit();
    loop.instant({ stampSec: 1 });
    await paintOne();
    loop.instant({ stampSec: 1.04 });
    await finishOne();
    await paintOne();
    await finishOne();
    loop.instant({ stampSec: 1.08 });
    expect(sent).toEqual([1]);
    expect(painting).toHaveLength(0);
    loop.credit();
    expect(sent).toEqual([1, 1.04]);
    expect(painting.map(({ instant }) => instant.stampSec)).toEqual([1.08]);
  });

  it('throws away a picture whose credit came late', async () => {
    const { loop, painting, sent, paintOne, finishOne } = rig();
    loop.credit();
    loop.instant({ stampSec: 1 });
    await paintOne();
    loop.instant({ stampSec: 1.04 });
    await finishOne();
    await paintOne();
    await finishOne();
    loop.instant({ stampSec: 2 });
    loop.credit();
    expect(sent).toEqual([1]);
    expect(painting.map(({ instant }) => instant.stampSec)).toEqual([2]);
  });

  it('goes on after a picture that failed', async () => {
    const { loop, painting, problems, sent, settle, paintOne, finishOne } = rig();
    loop.credit();
    loop.instant({ stampSec: 1 });
    painting.shift()!.fail();
    await settle();
    expect(problems).toHaveLength(1);
    loop.instant({ stampSec: 1.05 });
    await paintOne();
    await finishOne();
    expect(sent).toEqual([1.05]);
  });

  it('shows nothing of a world that is no more', async () => {
    const { loop, painting, sent, paintOne, finishOne } = rig();
    loop.credit();
    loop.instant({ stampSec: 9 });
    loop.newWorld();
    loop.instant({ stampSec: 3 });
    await paintOne();
    expect(painting.map(({ instant }) => instant.stampSec)).toEqual([3]);
    await paintOne();
    await finishOne();
    expect(sent).toEqual([3]);
  });
});
