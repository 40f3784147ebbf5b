import { utilityEnvironment } from '../utility/environment';
import { reportBadMessage, startUtility } from '../utility/startUtility';
import { createSimulator } from './createSimulator';
import { createRealTimeLoop } from './realTimeLoop';
import { sceneOfSeed, serveSimulator, serveWorld } from './serveSimulator';
import { createTraining } from './training';

/** Two physics steps; a stop that comes between two ticks waits no longer than this. */
const tickMs = 4;

const simulator = await createSimulator({
  scene: sceneOfSeed(utilityEnvironment().R1_SCENE_SEED),
  clock: () => Date.now() / 1000,
});
const tick = createRealTimeLoop({
  advance: simulator.step,
  nowSec: () => performance.now() / 1000,
  onBehind: (lostSec) =>
    console.warn(
      `Simulated time fell ${(lostSec * 1000).toFixed(0)} ms behind: the process had no time to run.`,
    ),
});
const training = createTraining(simulator, (ms, run) => void setTimeout(run, ms));
const timer = setInterval(tick, tickMs);

startUtility({
  serve: {
    simulator: (port) => serveSimulator(training.simulator, port, reportBadMessage),
    world: (port, peer) =>
      serveWorld(peer === 'picture' ? training.simulator : simulator, port, reportBadMessage),
    training: (port) => training.serve(port, reportBadMessage),
  },
  connect: {},
  shutDown: () => {
    clearInterval(timer);
    simulator.dispose();
  },
});
