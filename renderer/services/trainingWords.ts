import type { TrainingFault } from '../../shared/contract/trainingContract';

/** Each fault as an operator reads it: its name, and what there is to learn. */
export const trainingWords: Readonly<
  Record<TrainingFault, { readonly name: string; readonly learn: string }>
> = {
  ignoresCancel: {
    name: 'Controller ignores Stop',
    learn: 'Stop is not confirmed while the arm moves: the console asks for the hardware E-stop.',
  },
  saysCanceled: {
    name: 'Controller says "canceled", and moves on',
    learn: 'The word is not believed: a stop is confirmed by the joints alone.',
  },
  saysDone: {
    name: 'Controller says "done" while moving',
    learn: 'Where the joints are tells that it is not; the motion is stopped.',
  },
  saysRefused: {
    name: 'Controller refuses, and moves all the same',
    learn: 'Motion that nobody expects is noticed and stopped.',
  },
  neverEnds: {
    name: 'Controller never says how it ended',
    learn: 'A motion that takes too long is stopped.',
  },
  standsStill: {
    name: 'Joint states stand still while the arm moves',
    learn:
      'The arm does not follow its plan, as far as one can see: it is stopped. Nothing else shows this lie.',
  },
  jointStatesLost: {
    name: 'Joint states are lost',
    learn: 'A moving arm is stopped after 200 ms of silence; nothing can be approved.',
  },
  messagesLate: {
    name: "The robot's messages come 0.4 s late",
    learn: 'The arm seems to lag behind its plan. Delay by itself is not measured.',
  },
  cameraStops: {
    name: 'The camera shows an old world',
    learn: 'Pictures go on, but nothing in them moves: compare them with the 3D view before you approve.',
  },
};
