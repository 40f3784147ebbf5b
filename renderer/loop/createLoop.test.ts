import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../shared/motion/sha256';
import { model, observation, plan, robotState } from './loopTestNouns';
import { createRig, type Rig } from './loopTestRig';
import { firstFault, never, task, toApproval, toExecution } from './loopTestSteps';

const boom = () => {
  throw new Error('it broke');
};

describe('the loop', () => {
  it('goes the whole way: observe, propose, plan, approve, execute, verify', async () => {
    const rig = createRig();
    await toApproval(rig);
    const shown = rig.loop.view.getState().run!;
    expect(shown.frame?.observation.observationId).toBe('observation-1');
    expect(shown.streams.affordance?.progress.reasoning).toBe('I see it.');
    expect(shown.proposal?.generations).toHaveLength(2);
    expect(shown.plan?.plan.durationSec).toBe(plan.durationSec);
    expect(rig.calls).not.toContain('robot.approve');

    void rig.loop.approve();
    await rig.reaches('executing');
    rig.emitExecution('progress', { errorRad: 0.02 });
    rig.emitExecution('succeeded');
    await rig.rests();

    const { session, run } = rig.loop.view.getState();
    expect(session).toEqual({
      state: 'idle',
      ending: { outcome: 'succeeded', text: 'It is there (2 proposals).', fault: null },
    });
    expect(run?.execution?.worstErrorRad).toBe(0.02);
    expect(run?.verification?.distance).toBe(0.01);
    expect(rig.outcomes).toEqual(['succeeded']);
    expect(rig.records.map(({ kind }) => kind)).toEqual([
      'instruction',
      'observation',
      'observation',
      'verification',
    ]);
    expect(rig.calls.indexOf('recorder.startEpisode')).toBeLessThan(rig.calls.indexOf('camera.freeze'));
  });

  it('approves by the hash that is shown, with the operator and the model that is loaded', async () => {
    let asked: unknown;
    const rig = createRig({
      robot: {
        approve: (params) => {
          asked = params;
          return never();
        },
      },
    });
    await toApproval(rig);
    void rig.loop.approve();
    await expect.poll(() => asked).toBeDefined();
    expect(asked).toEqual({
      planHash: rig.loop.view.getState().run?.plan?.planHash,
      operator: 'tester',
      model,
    });
  });

  it.each(['', '   ', 'x'.repeat(501)])('does not begin with %j', (typed) => {
    const rig = createRig();
    expect(rig.loop.startTask(typed)).not.toBeNull();
    expect(rig.loop.view.getState().session.state).toBe('idle');
    expect(rig.calls).toEqual([]);
  });

  it('makes another plan with the next grasp, and only that one can be approved then', async () => {
    const asked: unknown[] = [];
    let approved: unknown;
    const rig = createRig({
      planner: {
        planTask: ({ grasp }) => {
          asked.push(grasp);
          const graspChoice = { number: grasp ?? 4, count: 4 };
          const planText = JSON.stringify({ ...plan, grounding: { ...plan.grounding, graspChoice } });
          return { ok: true, planText, planHash: sha256Hex(planText), planningMs: 1 };
        },
      },
      robot: {
        approve: ({ planHash }) => {
          approved = planHash;
          return never();
        },
      },
    });
    await toApproval(rig);
    const first = rig.loop.view.getState().run?.plan?.planHash;
    void rig.loop.otherGrasp();
    expect(rig.loop.view.getState()).toMatchObject({ session: { state: 'planning' }, run: { plan: null } });
    void rig.loop.approve();
    await rig.reaches('awaitingApproval');
    const second = rig.loop.view.getState().run?.plan;
    expect(asked).toEqual([undefined, 1]);
    expect(second?.plan.grounding?.graspChoice).toEqual({ number: 1, count: 4 });
    expect(second?.planHash).not.toBe(first);
    expect(approved).toBeUndefined();
    void rig.loop.approve();
    await expect.poll(() => approved).toBe(second?.planHash);
  });

  it('tells the planner the stated sizes where the picture has no depth, and only there', async () => {
    const stated = { surface: 0, height: 0.03, width: 0.04, target: 0.06 };
    for (const hasDepth of [true, false]) {
      const asked: unknown[] = [];
      const rig = createRig(
        {
          camera: {
            freeze: () => ({ observation: { ...observation, hasDepth }, jpeg: new Uint8Array([1]) }),
          },
          planner: {
            planTask: (params) => {
              asked.push(params.stated);
              const graspChoice = { number: 1, count: 4 };
              const planText = JSON.stringify({ ...plan, grounding: { ...plan.grounding, graspChoice } });
              return { ok: true, planText, planHash: sha256Hex(planText), planningMs: 1 };
            },
          },
        },
        { stated },
      );
      await toApproval(rig);
      void rig.loop.otherGrasp();
      await rig.reaches('awaitingApproval');
      expect(asked).toEqual(hasDepth ? [undefined, undefined] : [stated, stated]);
    }
  });

  it('brings the arm home by the same approval, without seeing or verifying', async () => {
    const rig = createRig();
    rig.loop.startHome();
    await rig.reaches('awaitingApproval');
    expect(rig.calls).not.toContain('camera.freeze');
    const { planHash } = rig.loop.view.getState().run!.plan!;
    void rig.loop.approve();
    await rig.reaches('executing');
    rig.emitExecution('succeeded', { planHash });
    await rig.rests();
    expect(rig.outcomes).toEqual(['succeeded']);
    expect(rig.calls).not.toContain('planner.verifyPlacement');
  });

  it("keeps the operator's no with its reason", async () => {
    const rig = createRig();
    await toApproval(rig);
    rig.loop.refuse('wrong cube');
    await rig.rests();
    expect(rig.outcomes).toEqual(['refused']);
    const refusal = rig.records.find(({ kind }) => kind === 'refusal');
    expect(JSON.parse(refusal!.json)).toMatchObject({ operator: 'tester', text: 'wrong cube' });
    expect(rig.calls).not.toContain('robot.approve');
  });

  it('shows why the gate refused and moves nothing', async () => {
    const rig = createRig({
      robot: {
        approve: () => ({
          refusals: [{ check: 'frameAge', text: 'The decision frame is 70 s old.' }],
          approval: null,
          executionId: null,
        }),
      },
    });
    await toApproval(rig);
    await rig.loop.approve();
    await rig.rests();
    expect(firstFault(rig).happened).toContain('70 s old');
    expect(rig.outcomes).toEqual(['refused']);
    expect(rig.loop.view.getState().run?.gateRefusals).toHaveLength(1);
  });

  it('draws nothing of a malformed answer and can be tried again', async () => {
    let malformed = true;
    const rig = createRig({
      inference: {
        propose: ({ proposalId, observationId, instruction, earlier }) => ({
          proposalId,
          observationId,
          instruction,
          earlier,
          model,
          generations: malformed
            ? [
                {
                  kind: 'affordance' as const,
                  text: 'I like cubes',
                  reasoning: '',
                  outcome: 'malformed' as const,
                  problem: 'The answer has no <think>: it gives no reasoning.',
                  promptTokens: 1,
                  tokens: 1,
                  firstTokenMs: 1,
                  totalMs: 1,
                  meanLogProb: -1,
                },
              ]
            : [
                {
                  kind: 'affordance' as const,
                  text: '',
                  reasoning: '',
                  outcome: 'parsed' as const,
                  box: { xMin: 0, yMin: 0, xMax: 1, yMax: 1 },
                  promptTokens: 1,
                  tokens: 1,
                  firstTokenMs: 1,
                  totalMs: 1,
                  meanLogProb: -1,
                },
              ],
        }),
      },
    });
    rig.loop.startTask(task);
    await rig.rests();
    expect(firstFault(rig).happened).toContain('no <think>');
    expect(rig.calls).not.toContain('planner.planTask');
    malformed = false;
    await toApproval(rig);
  });

  it.each([
    ['center', { xMin: 0.4, yMin: 0.3, xMax: 0.6, yMax: 0.7 }],
    ['topLeft', { xMin: 0.5, yMin: 0.5, xMax: 0.7, yMax: 0.9 }],
    [null, undefined],
  ] as const)(
    "previews a box by the loaded pack's convention (%s) and by no other",
    async (boxConvention, box) => {
      const rig: Rig = createRig(
        {
          inference: {
            propose: ({ proposalId }) => {
              const text =
                '<think>There.</think> <output>{"x":0.5,"y":0.5,"width":0.2,"height":0.4}</output>';
              rig.server('inference').emit('token', {
                proposalId,
                kind: 'affordance',
                sample: 0,
                index: 0,
                text,
                logProb: -0.1,
              });
              return never();
            },
          },
        },
        { boxConvention },
      );
      rig.loop.startTask(task);
      await expect.poll(() => rig.loop.view.getState().run?.streams.affordance).toBeDefined();
      const { progress } = rig.loop.view.getState().run!.streams.affordance!;
      expect(progress.reasoning).toBe('There.');
      for (const [edge, value] of Object.entries(box ?? {})) {
        expect(progress.answer?.box?.[edge as 'xMin']).toBeCloseTo(value, 9);
      }
      if (!box) expect(progress).not.toHaveProperty('answer');
      rig.loop.cancel();
    },
  );

  it('says so when the model sees nothing that fits', async () => {
    const rig = createRig({
      inference: {
        propose: ({ proposalId, observationId, instruction, earlier }) => ({
          proposalId,
          observationId,
          instruction,
          earlier,
          model,
          generations: [
            {
              kind: 'affordance' as const,
              text: '<think>no</think><output>{}</output>',
              reasoning: 'no',
              outcome: 'nothingThere' as const,
              promptTokens: 1,
              tokens: 1,
              firstTokenMs: 1,
              totalMs: 1,
              meanLogProb: -1,
            },
          ],
        }),
      },
    });
    rig.loop.startTask('put the elephant in the bowl');
    await rig.rests();
    expect(firstFault(rig)).toMatchObject({ code: 'model.nothingInView' });
    expect(firstFault(rig).happened).toContain('elephant');
    expect(rig.outcomes).toEqual(['nothingInView']);
    expect(rig.calls).not.toContain('planner.planTask');
  });

  it("shows all of the planner's reasons", async () => {
    const failures = [
      { stage: 'kinematics' as const, text: 'The place is out of reach.', next: 'Move it nearer.' },
      { stage: 'collision' as const, text: 'The elbow touches the table.', next: 'Clear the table.' },
    ];
    const rig = createRig({ planner: { planTask: () => ({ ok: false, failures, planningMs: 3 }) } });
    rig.loop.startTask(task);
    await rig.rests();
    expect(rig.outcomes).toEqual(['planFailed']);
    expect(rig.loop.view.getState().run?.failures).toEqual(failures);
    expect(firstFault(rig).happened).toContain('out of reach. The elbow');
    expect(firstFault(rig).next).toBe('Move it nearer.');
  });

  it('does not show a plan whose text has another hash', async () => {
    const rig = createRig({
      planner: {
        planTask: () => ({
          ok: true,
          planHash: 'f'.repeat(64),
          planText: JSON.stringify(plan),
          planningMs: 1,
        }),
      },
    });
    rig.loop.startTask(task);
    await rig.rests();
    expect(rig.loop.view.getState().run?.plan).toBeNull();
    expect(firstFault(rig).code).toBe('plan.unreadable');
  });

  it.each([
    ['recorder', 'startEpisode'],
    ['camera', 'freeze'],
    ['inference', 'propose'],
    ['planner', 'planTask'],
  ] as const)('rests with words when %s.%s fails, is silent, or its process dies', async (name, request) => {
    for (const break_ of ['fail', 'silence', 'death'] as const) {
      if (break_ === 'silence' && name === 'recorder') continue;
      const rig: Rig = createRig({
        [name]: {
          [request]: () => {
            if (break_ === 'fail') return boom();
            if (break_ === 'death') rig.kill(name);
            return never();
          },
        },
      });
      rig.loop.startTask(task);
      await rig.reaches('idle');
      await expect.poll(() => rig.loop.view.getState().faults.length).toBeGreaterThan(0);
      expect(firstFault(rig).happened).toMatch(/failed/);
      expect(rig.calls).not.toContain('robot.approve');
    }
  });

  it('ends in idle with the words of the controller when the motion fails', async () => {
    const rig = createRig();
    await toExecution(rig);
    rig.emitExecution('failed', { resultCode: -4, text: 'Joint 3 left its path by 0.21 rad.' });
    await rig.rests();
    expect(rig.outcomes).toEqual(['failed']);
    expect(firstFault(rig).happened).toMatch(/-4.*Joint 3/);
  });

  it('stays unverified, with words, when the camera is gone after the motion', async () => {
    const rig = createRig();
    await toExecution(rig);
    rig.kill('camera');
    rig.emitExecution('succeeded');
    await rig.rests();
    expect(rig.outcomes).toEqual(['unverified']);
    expect(firstFault(rig).code).toBe('camera.closed');
  });

  it('calls a run off before there is a plan', async () => {
    const rig = createRig({ inference: { propose: never } });
    rig.loop.startTask(task);
    await rig.reaches('proposing');
    rig.loop.cancel();
    await rig.rests();
    expect(rig.outcomes).toEqual(['refused']);
    expect(rig.calls).toContain('inference.cancel');
  });

  it('leaves no recording open that began after the run was over', async () => {
    let started: () => void = () => undefined;
    const rig: Rig = createRig({
      recorder: {
        startEpisode: () =>
          new Promise((resolve) => {
            started = () => resolve({ episodeId: 'late', path: '/late.mcap' });
          }),
      },
    });
    rig.loop.startTask(task);
    await expect.poll(() => rig.calls).toContain('recorder.startEpisode');
    rig.loop.stops.stop('button', 'test');
    await rig.reaches('stopped');
    started();
    await expect.poll(() => rig.outcomes).toEqual(['stopped']);
    expect(rig.loop.view.getState().run?.episodeId).toBeNull();
  });

  it('opens no recording before that of the run before is closed', async () => {
    const rig = createRig({}, { settleMs: 50 });
    rig.loop.startHome();
    await rig.reaches('awaitingApproval');
    rig.loop.refuse('');
    rig.loop.startHome();
    await rig.reaches('awaitingApproval');
    const asked = rig.calls.filter((call) => /^recorder\.(start|end)Episode$/.test(call));
    expect(asked).toEqual(['recorder.startEpisode', 'recorder.endEpisode', 'recorder.startEpisode']);
  });

  it('withdraws a plan whose robot was connected anew', async () => {
    const rig = createRig();
    await toApproval(rig);
    rig.server('robot').emit('state', robotState);
    rig.server('robot').emit('state', { ...robotState, epoch: 'epoch-2' });
    await rig.rests();
    expect(firstFault(rig).code).toBe('plan.void');
    expect(rig.outcomes).toEqual(['failed']);
  });

  it('withdraws a plan whose camera fell silent, and stops a motion; one late look is none', async () => {
    const rig = createRig();
    await toApproval(rig);
    rig.loop.pictureAge(5100);
    rig.loop.pictureAge(100);
    rig.loop.pictureAge(5100);
    expect(rig.loop.view.getState().session.state).toBe('awaitingApproval');
    rig.loop.pictureAge(5600);
    expect(rig.loop.view.getState().session.state).toBe('idle');
    expect(firstFault(rig)).toMatchObject({ code: 'camera.lost', happened: expect.stringContaining('6 s') });
    await expect.poll(() => rig.outcomes).toEqual(['failed']);

    rig.loop.pictureAge(100);
    await toExecution(rig);
    rig.loop.pictureAge(5100);
    rig.loop.pictureAge(5600);
    await rig.reaches('stopped');
    expect(rig.stopsByMain).toEqual(['fault']);
    expect(firstFault(rig).happened).toContain('The motion is stopped.');
  });

  it('brings the arm home without a picture', async () => {
    const rig = createRig();
    rig.loop.startHome();
    await rig.reaches('awaitingApproval');
    rig.loop.pictureAge(9000);
    rig.loop.pictureAge(9500);
    expect(rig.loop.view.getState().session.state).toBe('awaitingApproval');
  });

  it('forgets the run of another scene', async () => {
    const rig = createRig();
    await toApproval(rig);
    expect(await rig.loop.loadScene(3)).toBe(false);
    rig.loop.refuse('');
    await rig.rests();
    expect(await rig.loop.loadScene(3)).toBe(true);
    expect(rig.loop.view.getState().run).toBeNull();
  });
});
