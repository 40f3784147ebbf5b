import type { Proposal } from '../../shared/contract/proposal';
import { project } from '../../shared/geometry/cameraModel';
import { sha256Hex } from '../../shared/motion/sha256';
import { createAnswerStream } from '../../shared/proposal/answerStream';
import type { Session } from '../../shared/session/sessionMachine';
import { type LoopView, newRun, type RunView } from '../loop/loopView';
import type { StagedPicture } from './pictureOfScene';
import { stagedModel } from './stagedModel';
import { stagedPlan } from './stagedPlan';

export const stateNames = [
  'idle',
  'proposing',
  'malformed',
  'asked',
  'corrected',
  'planning',
  'planFailed',
  'awaitingApproval',
  'longTexts',
  'gateRefused',
  'executing',
  'verifying',
  'succeeded',
  'notThere',
  'stopping',
  'stopped',
  'unconfirmed',
  'stale',
] as const;
export type StateName = (typeof stateNames)[number];

const instruction = 'put the red cube in the blue bowl';
const planHash = sha256Hex('staged');
const reasoning = {
  affordance:
    'The instruction asks to put the red cube in the blue bowl. I look for the red cube. It is a small cube left of the middle of the table, in front of the bowl. The gripper should close on it from above.',
  trajectory:
    'The red cube is to be moved into the blue bowl. The gripper starts at the cube, lifts it, carries it above the bowl and lowers it to its centre.',
};

function proposalOn(picture: StagedPicture): Proposal {
  const { camera, cube, bowl } = picture;
  const at = (point: readonly [number, number, number]): [number, number] => {
    const [u, v] = project(camera, point);
    return [u / camera.width, v / camera.height];
  };
  const [x, y] = at(cube);
  const box = { xMin: x - 0.045, yMin: y - 0.06, xMax: x + 0.045, yMax: y + 0.06 };
  const waypoints = [
    at(cube),
    at([cube[0], cube[1], 0.2]),
    at([bowl[0], bowl[1], 0.2]),
    at([bowl[0], bowl[1], 0.06]),
  ];
  const figures = {
    outcome: 'parsed' as const,
    promptTokens: 432,
    tokens: 71,
    firstTokenMs: 184,
    totalMs: 912,
    meanLogProb: -0.04,
  };
  return {
    proposalId: 'proposal',
    observationId: 'observation',
    instruction,
    earlier: [],
    model: stagedModel,
    generations: [
      { ...figures, kind: 'affordance', text: '', reasoning: reasoning.affordance, box },
      { ...figures, kind: 'trajectory', text: '', reasoning: reasoning.trajectory, waypoints, tokens: 96 },
    ],
  };
}

/** The same, where the words fit two things. */
function askingOn(picture: StagedPicture): Proposal {
  const proposal = proposalOn(picture);
  const thought =
    'The task needs the cube. I see the red cube (left, near) and the green cube (right, far). Each of them fits these words. So I have to ask.';
  return {
    ...proposal,
    instruction: 'put the cube in the blue bowl',
    generations: proposal.generations.map(({ box: _, waypoints: __, ...rest }) => ({
      ...rest,
      outcome: 'asks',
      reasoning: thought,
      question: 'Which one: the red cube or the green cube?',
    })),
  };
}

/** A run that has come as far as a plan. */
function plannedRun(picture: StagedPicture, now: number): RunView {
  const plan = stagedPlan(picture.cube, picture.bowl, now - 1);
  return {
    ...newRun('run', 'task', instruction, now - 6),
    episodeId: '2026-11-21T08-12-31Z-3f1c',
    frame: {
      jpeg: picture.jpeg,
      observation: {
        observationId: 'observation',
        stampSec: now - 4.2,
        camera: {
          ...picture.camera,
          poseInBase: {
            position: [...picture.camera.poseInBase.position],
            orientation: [...picture.camera.poseInBase.orientation],
          },
        },
        cameraName: 'Table camera (simulator)',
        imageHash: sha256Hex('image'),
        hasDepth: true,
      },
    },
    proposal: proposalOn(picture),
    plan: { plan, planHash, planningMs: 412 },
  };
}

const stream = (kind: 'affordance' | 'trajectory', text: string) => {
  const answer = createAnswerStream({ kind, boxConvention: 'center' });
  return {
    kind,
    sample: 0,
    samples: 1,
    text,
    tokens: Math.round(text.length / 4),
    firstTokenMs: 190,
    lastTokenMs: 900,
    progress: answer.push(text),
  };
};

export function stagedView(state: StateName, picture: StagedPicture, now: number): LoopView {
  const planned = plannedRun(picture, now);
  const observed: RunView = { ...planned, proposal: null, plan: null };
  const approval = {
    approvalId: 'approval',
    planHash,
    epoch: 'epoch',
    operator: 'Ada',
    approvedAtSec: now - 5,
    expiresAtSec: now + 5,
  };
  const event = {
    executionId: 'execution',
    planHash,
    type: 'progress' as const,
    stampSec: now,
    segmentIndex: 5,
    segmentCount: 10,
    phase: 'transport' as const,
    planTimeSec: 8.1,
    errorRad: 0.0042,
    text: '',
  };
  const moving: RunView = {
    ...planned,
    approval,
    execution: { executionId: 'execution', last: event, worstErrorRad: 0.0117 },
  };
  const done: RunView = {
    ...moving,
    execution: {
      executionId: 'execution',
      last: { ...event, type: 'succeeded', planTimeSec: 13.9 },
      worstErrorRad: 0.0117,
    },
  };
  const view = (session: Session, run: RunView | null, rest: Partial<LoopView> = {}): LoopView => ({
    session,
    stateSinceSec: now - 3.4,
    run,
    lastStop: null,
    currentStop: null,
    faults: [],
    ...rest,
  });
  const fault = (code: string, happened: string, next: string) => ({
    code,
    happened,
    robotIs: 'The arm stands still in its home posture; the gripper is open.',
    next,
  });
  const report = {
    source: 'space' as const,
    reason: 'The operator pressed Space.',
    confirmed: true,
    wasMoving: true,
    cancelSentMs: 0.6,
    standstillMs: 143,
    text: 'The arm stands still: measured at every joint. Reset the stop to go on.',
  };
  switch (state) {
    case 'idle':
      return view({ state: 'idle', ending: null }, null);
    case 'proposing': {
      const { box } = planned.proposal?.generations[0] ?? {};
      const answer = box
        ? `{"x": ${(box.xMin + box.xMax) / 2}, "y": ${(box.yMin + box.yMax) / 2}, "width": 0.09, "height": 0.12}`
        : '{}';
      return view(
        { state: 'proposing' },
        {
          ...observed,
          streams: {
            affordance: stream(
              'affordance',
              `<think>${reasoning.affordance}</think> so, the answer is <output>${answer}</output>`,
            ),
            trajectory: stream('trajectory', `<think>${reasoning.trajectory.slice(0, 90)}`),
          },
        },
      );
    }
    case 'malformed': {
      const bad = fault(
        'model.malformed',
        "The model's answer for the path of the gripper cannot be used. The answer ends inside its <output>: there is no </output>.",
        'Nothing of it is drawn or planned. Try again, or say it in other words.',
      );
      const [first] = planned.proposal?.generations ?? [];
      return view(
        { state: 'idle', ending: { outcome: 'failed', text: bad.happened, fault: bad } },
        {
          ...observed,
          proposal: {
            ...proposalOn(picture),
            generations: first
              ? [
                  first,
                  {
                    ...first,
                    kind: 'trajectory',
                    outcome: 'malformed',
                    problem: 'The answer ends inside its <output>: there is no </output>.',
                    reasoning: reasoning.trajectory,
                  },
                ]
              : [],
          },
        },
        { faults: [bad] },
      );
    }
    case 'asked':
      return view({ state: 'awaitingAnswer' }, { ...observed, proposal: askingOn(picture) });
    case 'corrected':
      return view(
        { state: 'awaitingApproval', purpose: 'task', planHash },
        {
          ...planned,
          instruction: 'put the cube in the blue bowl',
          said: 'a little more to the left',
          earlier: [askingOn(picture), { ...proposalOn(picture), instruction: 'the red one' }],
        },
      );
    case 'planning':
      return view({ state: 'planning', purpose: 'task' }, { ...planned, plan: null });
    case 'planFailed': {
      const failures = [
        {
          stage: 'kinematics' as const,
          text: 'The place point 0.812, 0.341, 0.060 m is out of reach: the arm comes to 94 mm of it.',
          next: 'Move the bowl nearer to the robot.',
        },
        {
          stage: 'collision' as const,
          text: 'Link 5 comes to 4 mm of the table while lowering; 15 mm are needed.',
          next: 'Use a lower object, or another place.',
        },
      ];
      const bad = fault(
        'plan.kinematics',
        `No plan came of it. ${failures.map(({ text }) => text).join(' ')}`,
        failures[0]?.next ?? '',
      );
      return view(
        { state: 'idle', ending: { outcome: 'planFailed', text: failures[0]?.text ?? '', fault: bad } },
        { ...planned, plan: null, failures },
        { faults: [bad] },
      );
    }
    case 'awaitingApproval':
      return view({ state: 'awaitingApproval', purpose: 'task', planHash }, planned);
    case 'longTexts': {
      const long = `${instruction}, `.repeat(14).slice(0, 500);
      const plan = planned.plan;
      return view(
        { state: 'awaitingApproval', purpose: 'task', planHash },
        {
          ...planned,
          instruction: long,
          plan: plan && {
            ...plan,
            plan: {
              ...plan.plan,
              instruction: long,
              checks: plan.plan.checks.map((check, i) =>
                i === 3 ? { ...check, ok: false, text: `${check.text} `.repeat(6) } : check,
              ),
            },
          },
        },
        { faults: [fault('badMessage', 'x'.repeat(400), 'Read this. '.repeat(30))] },
      );
    }
    case 'gateRefused': {
      const bad = fault(
        'gate.frameAge',
        'The gate refused the plan. The decision frame is 74 s old; 60 s are allowed.',
        'Nothing was sent to the robot. Repeat the task: a new picture gives a new plan.',
      );
      return view(
        { state: 'idle', ending: { outcome: 'refused', text: bad.happened, fault: bad } },
        {
          ...planned,
          gateRefusals: [{ check: 'frameAge', text: 'The decision frame is 74 s old; 60 s are allowed.' }],
        },
        { faults: [bad] },
      );
    }
    case 'executing':
    case 'stale':
      return view({ state: 'executing', purpose: 'task', planHash }, moving);
    case 'verifying':
      return view({ state: 'verifying' }, done);
    case 'succeeded':
    case 'notThere': {
      const there = state === 'succeeded';
      const text = there
        ? 'The red cube lies 8 mm from the centre of the place, within 55 mm.'
        : 'The red cube lies 141 mm from the place; 55 mm are allowed.';
      return view(
        { state: 'idle', ending: { outcome: there ? 'succeeded' : 'notThere', text, fault: null } },
        {
          ...done,
          verification: {
            frame: planned.frame,
            box: planned.proposal?.generations[0]?.box ?? null,
            outcome: there ? 'there' : 'notThere',
            measured: [0.512, -0.101, 0.051],
            distance: there ? 0.008 : 0.141,
            text,
          },
        },
      );
    }
    case 'stopping':
      return view({ state: 'stopping', source: 'space', interrupted: 'executing' }, moving);
    case 'stopped':
      return view({ state: 'stopped', confirmed: true, text: report.text }, moving, {
        lastStop: report,
        currentStop: report,
      });
    case 'unconfirmed': {
      const text =
        'Stop NOT confirmed: use the hardware E-stop. The joints were not measured standing still within 2 s.';
      return view({ state: 'stopped', confirmed: false, text }, moving, {
        lastStop: { ...report, confirmed: false, standstillMs: null, text },
        currentStop: { ...report, confirmed: false, standstillMs: null, text },
        faults: [
          fault('stopNotConfirmed', text, 'Press the hardware emergency stop. Then look at the health line.'),
        ],
      });
    }
  }
}
