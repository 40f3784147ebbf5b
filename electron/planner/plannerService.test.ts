import { describe, expect, it } from 'vitest';
import { cameraContract } from '../../shared/contract/cameraContract';
import { connect, type Handlers, type Params, serve } from '../../shared/contract/channel';
import { defaultFences } from '../../shared/contract/fences';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { planSchema } from '../../shared/contract/plan';
import { plannerContract } from '../../shared/contract/plannerContract';
import { recorderContract, type SentRecord } from '../../shared/contract/recorderContract';
import { robotContract } from '../../shared/contract/robotContract';
import { fencesHash } from '../../shared/motion/fences';
import { limitsHash, motionLimits } from '../../shared/motion/limits';
import { sha256Hex } from '../../shared/motion/sha256';
import { fr3 } from '../../shared/robot/fr3';
import { piper } from '../../shared/robot/piper';
import type { RobotModel } from '../../shared/robot/robotModel';
import { robotModelHash } from '../../shared/robot/robotModelHash';
import { createPlannerService } from './plannerService';
import { drawDepth } from './testing/depthPicture';
import { bowl, boxAround, camera, cube, pixelShare } from './testing/scenes';
import { atHome, observation, proposalOf } from './testing/situation';

const redCube = cube(0.5, 0.15, 0.045, 0.3);
const depth = drawDepth(camera, [redCube, ...bowl(0.45, -0.15, 0.15)]);
const proposal = proposalOf(
  boxAround(redCube),
  [
    [0.5, 0.15, 0.0225],
    [0.483, 0.05, 0.2],
    [0.467, -0.05, 0.2],
    [0.45, -0.15, 0.06],
  ].map((p) => pixelShare(p as [number, number, number])),
);
const never = () => {
  throw new Error('not asked for in this test');
};

function setUp(robot: Partial<Handlers<typeof robotContract>> = {}, withCamera = true) {
  const bad: string[] = [];
  const onBad = ({ name, problem }: { name: string; problem: string }) => bad.push(`${name}: ${problem}`);
  let now = 0;
  const service = createPlannerService({
    nowMs: () => now++,
    onBadMessage: onBad,
  });
  const records: SentRecord[] = [];
  const offered: string[] = [];

  const [robotEnd, toRobot] = memoryPortPair();
  const others = {
    getModel: () => ({ model: fr3, modelHash: robotModelHash(fr3) }),
    getFences: () => ({ fences: defaultFences, fencesHash: fencesHash(defaultFences) }),
    setFences: never,
    getConnection: never,
    discover: never,
    connect: never,
    loadScene: never,
    approve: never,
    stop: never,
    startJog: never,
    endJog: never,
    jogGripper: never,
    startGuiding: never,
    endGuiding: never,
    resetStop: never,
  };
  serve(
    robotEnd,
    robotContract,
    {
      ...others,
      heartbeat: never,
      jogHold: () => undefined,
      jogRelease: () => undefined,
      getState: () => atHome,
      offerPlan: ({ planText }) => {
        offered.push(planText);
        return { planHash: sha256Hex(planText), refusals: [] };
      },
      ...robot,
    },
    onBad,
  );
  service.attachRobot(toRobot);

  if (withCamera) {
    const [cameraEnd, toCamera] = memoryPortPair();
    serve(
      cameraEnd,
      cameraContract,
      {
        getStatus: never,
        freeze: never,
        selectCamera: never,
        readyForFrame: never,
        getDecisionFrame: ({ observationId }: Params<typeof cameraContract, 'getDecisionFrame'>) => {
          if (observationId !== 'obs-1')
            throw new Error(`The picture ${observationId} is not kept any more.`);
          return { observation, rgb: new Uint8Array(3), depth };
        },
      },
      onBad,
    );
    service.attachCamera(toCamera);
  }

  const [recorderEnd, toRecorder] = memoryPortPair();
  serve(
    recorderEnd,
    recorderContract,
    {
      getStatus: never,
      startEpisode: never,
      endEpisode: never,
      recordDurably: never,
      listEpisodes: never,
      openEpisode: never,
      readFrame: never,
      verifyEpisode: never,
      jointState: never,
      robotModel: never,
      choosePictures: never,
      record: (entry: SentRecord) => records.push(entry),
    },
    onBad,
  );
  service.attachRecorder(toRecorder);

  const [mine, theirs] = memoryPortPair();
  service.addClient(theirs);
  return { planner: connect(mine, plannerContract, onBad), records, offered, bad, robotEnd };
}

describe('plannerService', () => {
  it('plans, offers the exact text to the gate, and records it', async () => {
    const { planner, records, offered, bad } = setUp();
    const result = await planner.request('planTask', { proposal, speedScale: 0.5 });
    if (!result.ok) throw new Error(JSON.stringify(result.failures));
    expect(offered).toEqual([result.planText]);
    expect(result.planHash).toBe(sha256Hex(result.planText));
    expect(planSchema.parse(JSON.parse(result.planText)).proposalId).toBe('prop-1');
    expect(result.planningMs).toBeGreaterThan(0);
    expect(records).toEqual([{ kind: 'plan', source: 'planner', stampSec: null, json: result.planText }]);
    expect(bad).toEqual([]);
  });

  it('asks for the model once for a robot, and anew for another one', async () => {
    let robot: RobotModel = fr3;
    let asked = 0;
    const { planner } = setUp({
      getState: () => ({
        ...atHome,
        robot: robot.name,
        modelHash: robotModelHash(robot),
        limitsHash: limitsHash(motionLimits(robot)),
        positions: robot.home.map((q, j) => (j === 0 ? q + 0.5 : q)),
        velocities: robot.home.map(() => 0),
      }),
      getModel: () => {
        asked++;
        return { model: robot, modelHash: robotModelHash(robot) };
      },
    });
    const planned = async () => {
      const result = await planner.request('planHome', { speedScale: 0.5 });
      if (!result.ok) throw new Error(JSON.stringify(result.failures));
      return planSchema.parse(JSON.parse(result.planText)).robot;
    };
    expect([await planned(), await planned()]).toEqual(['fr3', 'fr3']);
    expect(asked).toBe(1);
    robot = piper;
    expect([await planned(), await planned()]).toEqual(['piper', 'piper']);
    expect(asked).toBe(2);
  });

  it('plans nothing for a robot that is not the one of the state', async () => {
    const { planner } = setUp({ getModel: () => ({ model: piper, modelHash: robotModelHash(piper) }) });
    const result = await planner.request('planHome', { speedScale: 0.5 });
    expect(result.ok || result.failures[0]?.text).toMatch(/has just become another/);
  });

  it("gives the gate's refusals as failures, and records them", async () => {
    const { planner, records } = setUp({
      offerPlan: ({ planText }) => ({
        planHash: sha256Hex(planText),
        refusals: [{ check: 'epoch', text: 'The robot was connected anew.' }],
      }),
    });
    const result = await planner.request('planTask', { proposal, speedScale: 0.5 });
    expect(result).toMatchObject({
      ok: false,
      failures: [{ stage: 'gate', text: expect.stringContaining('epoch: The robot was connected anew.') }],
    });
    expect(records[0]).toMatchObject({ kind: 'planFailure', json: expect.stringContaining('prop-1') });
  });

  it('refuses a plan that the gate read differently', async () => {
    const { planner } = setUp({ offerPlan: () => ({ planHash: 'd'.repeat(64), refusals: [] }) });
    const result = await planner.request('planTask', { proposal, speedScale: 0.5 });
    expect(result).toMatchObject({ ok: false, failures: [{ stage: 'gate' }] });
  });

  it.each([
    ['a picture that is gone', setUp, { ...proposal, observationId: 'obs-9' }, 'not kept any more'],
    ['no camera', () => setUp({}, false), proposal, 'camera process is not connected'],
    [
      'a robot without words',
      () => setUp({ getState: () => Promise.reject(new Error('busy')) }),
      proposal,
      'busy',
    ],
  ])('says in words that there is %s', async (_, start, given, words) => {
    const { planner } = start();
    const result = await planner.request('planTask', { proposal: given, speedScale: 0.5 });
    if (result.ok) throw new Error('It did not fail.');
    expect(result.failures[0]!.stage).toBe('input');
    expect(result.failures[0]!.text).toContain(words);
    expect(result.failures[0]!.next.length).toBeGreaterThan(10);
  });

  it('notices that the robot process is gone', async () => {
    const { planner, robotEnd } = setUp();
    robotEnd.close();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const result = await planner.request('planHome', { speedScale: 0.5 });
    expect(result).toMatchObject({
      ok: false,
      failures: [{ text: expect.stringContaining('not connected') }],
    });
  });

  it('plans the way home and judges a placement', async () => {
    const away = { ...atHome, positions: fr3.home.with(0, 0.8) };
    const { planner } = setUp({ getState: () => away });
    expect(await planner.request('planHome', { speedScale: 0.5 })).toMatchObject({ ok: true });
    const verdict = await planner.request('verifyPlacement', {
      observationId: 'obs-1',
      box: boxAround(redCube),
      expected: [0.5, 0.15, 0],
      radius: 0.05,
    });
    expect(verdict).toMatchObject({ outcome: 'there' });
    const unknown = await planner.request('verifyPlacement', {
      observationId: 'obs-9',
      box: null,
      expected: [0.5, 0.15, 0],
      radius: 0.05,
    });
    expect(unknown).toMatchObject({ outcome: 'cannotTell', text: expect.stringContaining('not kept') });
  });
});
