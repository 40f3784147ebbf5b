import { randomUUID } from 'node:crypto';
import { fr3 } from '../../shared/robot/fr3';
import { reportBadMessage, startUtility } from '../utility/startUtility';
import { createBorder } from './border';
import { realClock } from './clock';

/** Entry of the robot process. */
const border = createBorder({
  model: fr3,
  clock: realClock,
  newId: randomUUID,
  onBadMessage: reportBadMessage,
});

startUtility({
  serve: { robot: border.serveClient },
  connect: { simulator: border.attachSimulator, recorder: border.attachRecorder },
  shutDown: border.shutDown,
});
