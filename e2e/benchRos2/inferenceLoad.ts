import { join, resolve } from 'node:path';
import { loadModel } from '../../electron/inference/model/loadModel';
import { giveWay, niceness } from '../../electron/utility/giveWay';

/** The shipped model answers one question after the other, with the threads and the priority that it has in the app, until killed. */
giveWay(niceness.inference);
const model = await loadModel(join(resolve('resources'), 'models', 'r1-sim-small'), { providers: ['cpu'] });
const picture = { width: 640, height: 480, rgb: new Uint8Array(640 * 480 * 3).map((_, i) => (i * 7) % 251) };
process.send?.('ready');
process.on('disconnect', () => process.exit(0));
for (;;) {
  const seen = await model.see(picture);
  await model.answer({ kind: 'affordance', instruction: 'put the red cube in the blue bowl' }, seen, {
    signal: new AbortController().signal,
    onToken: () => undefined,
    now: () => performance.now(),
    deadlineMs: Number.POSITIVE_INFINITY,
  });
}
