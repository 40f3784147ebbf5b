import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sceneOfSeed } from '../../electron/simulator/serveSimulator';
import { lowestPoint, placeBody, robotBodies } from '../../shared/collision/bodies';
import type { WorldState } from '../../shared/contract/simulatorContract';
import { createKinematics } from '../../shared/motion/kinematics';
import { fr3 } from '../../shared/robot/fr3';
import { type Console, launchConsole } from '../console';
import { look } from '../look';
import {
  armMovement,
  instructUntilPlanned,
  isInside,
  onScreen,
  sessionState,
  waitForState,
  waitUntilConnected,
} from '../operate';
import {
  launchRosConsole,
  randomDomain,
  type SimulatorRobot,
  simulatorProfile,
  startSimulatorRobot,
} from './rosNetwork';

/** A scene with something narrow enough to be gripped without depth, and something that is too wide for that. */
const seed = 118;
const narrow = 'put the yellow ball in the blue bowl';
const wide = 'put the red cube in the blue bowl';
const scene = sceneOfSeed(seed);
const thing = (id: string) => scene.objects.find((object) => object.id === id)!;

/** A robot whose camera gives colour only: what it does not see, the operator states. */
describe('a camera without depth', () => {
  let robot: SimulatorRobot;
  let console_: Console;
  let again: Console | undefined;

  beforeAll(async () => {
    const domain = randomDomain();
    const profile = simulatorProfile(domain);
    robot = await startSimulatorRobot({ seed, domain });
    console_ = await launchRosConsole({
      ...profile,
      cameras: profile.cameras.map((camera) => ({ ...camera, depth: null })),
    });
    await waitUntilConnected(console_.page);
  });
  afterAll(async () => {
    await again?.close();
    await console_?.close();
    await robot?.close();
  });

  const field = (name: string, { page } = console_) => page.getByTestId(`stated-${name}`);

  const sizes = (of: Console) =>
    Promise.all(['height', 'width', 'surface', 'target'].map((name) => field(name, of).inputValue()));

  /** As with a ruler: how high the object is, and its widest from above. */
  async function state(id: string): Promise<void> {
    const { kind, size } = thing(id);
    const [edge, , high] = size;
    const across = kind === 'cube' ? edge * Math.SQRT2 : edge;
    await field('height').fill((high * 1000).toFixed(1));
    await field('width').fill((across * 1000).toFixed(1));
    await field('surface').fill('0');
    await field('target').fill('60');
  }

  it('asks for the sizes first: without them nothing can be asked for', async () => {
    const { page } = console_;
    await page.getByTestId('stated-form').waitFor();
    expect(await sizes(console_)).toEqual(['', '', '', '']);
    await page.getByTestId('instruction-input').fill(narrow);
    expect(await page.getByTestId('instruction-send').isDisabled()).toBe(true);
    await look(page, 'empty');
    await page.getByTestId('instruction-input').press('Enter');
    await expect
      .poll(() => page.getByTestId('instruction-problem').innerText())
      .toBe('Nothing was sent. Not ready: sizes not stated.');
    await state('yellow_ball');
    expect(await page.getByTestId('instruction-send').isDisabled()).toBe(false);
    await look(page, 'stated');
    await field('width').fill('4,5 cm');
    await field('target').fill('250');
    expect(await page.getByTestId('stated-width-note').innerText()).toBe('a number, such as 45.5');
    expect(await page.getByTestId('stated-target-note').innerText()).toBe('from 0 to 200 mm');
    expect(await page.getByTestId('instruction-send').isDisabled()).toBe(true);
    await look(page, 'wrong');
    await page.getByTestId('instruction-input').press('Enter');
    await page.waitForTimeout(1000);
    // Neither the button nor the key asked.
    expect(await page.getByTestId('instruction-input').inputValue()).toBe(narrow);
    expect(await sessionState(page)).toBe('idle');
    expect(await onScreen(page)).toEqual([]);
  });

  it('refuses, in words, what is too wide for the gripper to be sure of', async () => {
    const { page } = console_;
    const before = await robot.truth();
    await state('red_cube');
    await expect(instructUntilPlanned(page, wide)).rejects.toThrow(
      /too uncertain without depth: it is known \(95 %\)/,
    );
    await look(page, 'refused');
    expect(armMovement(before, await robot.truth())).toBeLessThan(0.002);
  });

  it('refuses what does not look like what was stated', async () => {
    const { page } = console_;
    await state('yellow_ball');
    await field('height').fill('120');
    await expect(instructUntilPlanned(page, narrow)).rejects.toThrow(/does not look like what was stated/);
    await look(page, 'unlike');
  });

  it('plans by what was stated, says what was not seen, and moves after the yes', async () => {
    const { page } = console_;
    const before = await robot.truth();
    await page.getByTestId('speed-slider').fill('25');
    await state('yellow_ball');
    await instructUntilPlanned(page, narrow);
    expect(await page.getByTestId('approval-unseen').innerText()).toContain(
      'What stands on the table is not seen',
    );
    expect(await page.getByTestId('approval-stated').innerText()).toMatch(
      /46.mm high, 46.mm wide\s+Surface at 0.mm, target 60.mm above it/,
    );
    expect(await page.getByTestId('plan-checks').innerText()).toMatch(/^\d+ checks passed, 3 not possible/);
    await page.waitForTimeout(1000);
    expect(armMovement(before, await robot.truth())).toBeLessThan(0.002);
    await look(page, 'approval');

    const watch = watchArm(robot);
    await page.getByTestId('approve-button').click();
    await waitForState(page, ['executing']);
    await waitForState(page, ['idle', 'stopped'], 200_000);
    const { lowest, farthest, count } = await watch.end();
    process.stdout.write(
      `${count} postures: lowest part ${(lowest * 1000).toFixed(1)} mm above the surface, ` +
        `largest joint movement ${farthest.toFixed(2)} rad\n`,
    );
    await look(page, 'after');
    expect(farthest).toBeGreaterThan(0.3);
    // Down to the ball, but never onto the surface that was stated.
    expect(lowest).toBeLessThan(thing('yellow_ball').size[2]);
    expect(lowest).toBeGreaterThan(0);
    expect(isInside(await robot.truth(), 'yellow_ball', 'blue_bowl')).toMatchObject({ inside: true });
  });

  it('remembers the sizes of this camera when the console is started again', async () => {
    await field('surface').fill('0.4');
    await field('target').fill('50');
    const told = await sizes(console_);
    await console_.app.close();
    again = await launchConsole({ dataFolder: console_.dataFolder });
    await waitUntilConnected(again.page);
    await again.page.getByTestId('stated-form').waitFor();
    expect(await sizes(again)).toEqual(told);
    await again.page.getByTestId('instruction-input').fill(narrow);
    expect(await again.page.getByTestId('instruction-send').isDisabled()).toBe(false);
    await look(again.page, 'remembered');
  });
});

/** Looks at the robot's true posture until it is ended: its lowest moving part (m), its farthest joint (rad). */
function watchArm(robot: SimulatorRobot) {
  const kinematics = createKinematics(fr3);
  const bodies = robotBodies(kinematics).filter(({ link }) => link !== kinematics.linkNames[0]);
  const frames = kinematics.createFrames();
  const frame = new Float64Array(12);
  const lowestOf = ({ joints }: WorldState): number => {
    const of = (names: readonly string[]) => names.map((name) => joints[name] ?? Number.NaN);
    const opening = of(fr3.gripper.fingerJointNames).reduce((sum, each) => sum + each, 0);
    kinematics.linkFrames(of(fr3.armJointNames), opening, frames);
    return Math.min(
      ...bodies.map((body) => {
        placeBody(body, frames, frame);
        return lowestPoint(body.shape, frame);
      }),
    );
  };
  let ended = false;
  const watched = (async () => {
    const first = await robot.truth();
    let lowest = lowestOf(first);
    let farthest = 0;
    let count = 1;
    while (!ended) {
      const now = await robot.truth();
      lowest = Math.min(lowest, lowestOf(now));
      farthest = Math.max(farthest, armMovement(first, now));
      count++;
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    return { lowest, farthest, count };
  })();
  return {
    end: () => {
      ended = true;
      return watched;
    },
  };
}
