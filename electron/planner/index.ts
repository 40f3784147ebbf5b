import { fr3 } from '../../shared/robot/fr3';
import { reportBadMessage, startUtility } from '../utility/startUtility';
import { createPlannerService } from './plannerService';

const service = createPlannerService({
  robot: fr3,
  nowMs: () => performance.now(),
  onBadMessage: reportBadMessage,
});

startUtility({
  serve: { planner: service.addClient },
  connect: {
    robot: service.attachRobot,
    camera: service.attachCamera,
    recorder: service.attachRecorder,
  },
});
