import { z } from 'zod';
import type { Contract } from './channel';
import { emptySchema } from './common';

/** What the simulator can be told to do wrong, so that an operator learns what the console does about it. */
export const trainingFaultSchema = z.enum([
  'saysDone',
  'saysCanceled',
  'ignoresCancel',
  'standsStill',
  'neverEnds',
  'saysRefused',
  'jointStatesLost',
  'messagesLate',
  'cameraStops',
]);
export type TrainingFault = z.infer<typeof trainingFaultSchema>;
const faults = z.array(trainingFaultSchema).max(trainingFaultSchema.options.length);

/** Spoken by the simulator process only: no robot can be told to fail. Forgotten when it ends. */
export const trainingContract = {
  name: 'training',
  requests: { setFaults: { params: z.object({ faults }), result: emptySchema } },
  notices: {},
  events: { faults: z.object({ faults }) },
} as const satisfies Contract;
