import { giveWay, niceness } from '../utility/giveWay';
import { reportBadMessage, startUtility } from '../utility/startUtility';
import { createPlannerService } from './plannerService';

giveWay(niceness.planner);
const service = createPlannerService({
  nowMs: () => performance.now(),
  onBadMessage: reportBadMessage,
  later: (work) => void setTimeout(work, 200),
});

startUtility({
  serve: { planner: service.addClient },
  connect: {
    robot: service.attachRobot,
    camera: service.attachCamera,
    recorder: service.attachRecorder,
  },
});
