import type { Guiding, JogApproval, JogCommand, JogRecord, ManualState } from '../../shared/contract/jog';
import type { GateRefusal } from '../../shared/contract/robotContract';
import { approvalLimits, type GateSituation } from '../../shared/session/approval';
import { armRefusals } from '../../shared/session/approvalChecks';
import { jogLimits, jogSpeeds } from '../../shared/session/jog';
import type { Clock } from './clock';
import type { RobotDriver } from './driver';
import { rampSec } from './jog/jogPath';
import { createJogSession, type JogSession } from './jog/jogSession';
import type { JointTracker } from './jointTracker';
import type { GateRobot } from './planRules';
import type { Slicer } from './slices';
import type { MeasuredJoints } from './standstill';

export interface ManualOptions {
  readonly clock: Clock;
  readonly slice: Slicer;
  readonly joints: JointTracker;
  readonly robot: () => GateRobot;
  readonly newId: () => string;
  readonly driver: () => RobotDriver | undefined;
  /** `executing`: apart from what is here. */
  readonly surroundings: () => GateSituation;
  readonly gateIsApproving: () => boolean;
  /** Rises with every stop. */
  readonly stopCount: () => number;
  readonly recorder: {
    /** Resolves when it is safely written; rejects with words. */
    readonly durably: (content: JogRecord) => Promise<void>;
    readonly note: (content: JogRecord) => void;
    /** The episode that is recorded, as far as the recorder has said. */
    readonly episode: () => string | null;
  };
  readonly onChanged: () => void;
  readonly onBroken: (text: string) => void;
}

const inSession = 'Jogging is not approved, or its approval has ended.';

/**
 * The operator moves the arm: by jogging, which is approved like a plan (the same conditions, on record first,
 * each approval for one session), or by hand, in which nothing at all is sent and motion is expected. One at a
 * time, and neither beside an execution.
 */
export function createManual(options: ManualOptions) {
  const { clock, joints, newId, recorder } = options;
  let jog: JogSession | undefined;
  let guiding: Guiding | undefined;
  let episode: string | null = null;
  let starting = false;

  const isJogging = () => jog !== undefined && !jog.isOver();

  function refusals(stopsBefore: number): GateRefusal[] {
    const found = armRefusals(options.surroundings());
    if (options.gateIsApproving())
      found.push({ check: 'notExecuting', text: 'A plan is being approved. Wait for its end.' });
    if (options.stopCount() !== stopsBefore)
      found.push({
        check: 'noStopMeanwhile',
        text: 'A stop came first, and it has precedence. Begin again.',
      });
    return found;
  }

  /** Asks for everything, records, asks again, and begins, in the turn in which all held. */
  async function begin(content: () => JogRecord, start: () => void): Promise<GateRefusal[]> {
    if (starting || isJogging() || guiding)
      return [
        { check: 'notExecuting', text: 'The arm is jogged or guided by hand already. End that first.' },
      ];
    const stopsBefore = options.stopCount();
    const { epoch } = options.surroundings();
    const early = refusals(stopsBefore);
    if (early.length > 0) return early;
    starting = true;
    try {
      await recorder.durably(content());
      const late = refusals(stopsBefore);
      if (options.surroundings().epoch !== epoch)
        late.push({ check: 'epoch', text: 'The robot was connected anew meanwhile. Begin again.' });
      if (late.length > 0) return late;
      start();
      return [];
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return [{ check: 'recording', text: `Nothing moves unrecorded: ${why.slice(0, 500)}` }];
    } finally {
      starting = false;
      options.onChanged();
    }
  }

  function endGuiding(text: string): void {
    if (!guiding) return;
    recorder.note({ type: 'guidingEnded', guidingId: guiding.guidingId, text: text.slice(0, 600) });
    guiding = undefined;
    options.onChanged();
  }

  const session = (jogId: string): JogSession | undefined =>
    isJogging() && jog?.approval.jogId === jogId ? jog : undefined;

  return {
    kind: (): ManualState['kind'] | null => (isJogging() ? 'jog' : guiding ? 'guiding' : null),
    /** No plan may be approved, and nothing changed, while this holds. */
    isBusy: () => starting || isJogging() || guiding !== undefined || jog?.isMoving() === true,
    /** A jogged motion is under way, by this process's own words to the controller. */
    isMoving: () => jog?.isMoving() === true,
    watched: () => (jog?.isMoving() ? jog : null),
    words: (): string =>
      guiding ? 'Guided by hand: the console sends nothing, and expects motion.' : (jog?.words() ?? ''),
    state(): { manual?: ManualState } {
      if (jog && isJogging()) return { manual: jog.state() };
      if (!guiding) return {};
      return {
        manual: { kind: 'guiding', id: guiding.guidingId, holdId: null, problem: '', expiresAtSec: null },
      };
    },

    async startJog(request: { readonly operator: string; readonly speed: number }) {
      const robot = options.robot();
      const nowSec = joints.nowSec() ?? 0;
      const approval: JogApproval = {
        jogId: newId(),
        epoch: options.surroundings().epoch,
        operator: request.operator,
        limitsHash: robot.limitsHash,
        fencesHash: robot.fencesHash,
        ...jogSpeeds(robot.limits, request.speed, rampSec),
        approvedAtSec: nowSec,
        expiresAtSec: nowSec + jogLimits.lifetimeSec,
      };
      const found = await begin(
        () => ({ type: 'approved', approval }),
        () => {
          const driver = options.driver();
          if (!driver) throw new Error('There is no connection to the robot.');
          episode = recorder.episode();
          jog = createJogSession({
            approval,
            driver,
            robot,
            clock,
            joints,
            slice: options.slice,
            record: recorder.note,
            onEnded: options.onChanged,
            onBroken: options.onBroken,
          });
        },
      );
      return { refusals: found, jog: found.length === 0 ? approval : null };
    },
    endJog(jogId: string): void {
      session(jogId)?.end('The operator ended it.');
    },
    hold(jogId: string, holdId: number, command: JogCommand): void {
      session(jogId)?.hold(holdId, command);
    },
    release(jogId: string, holdId: number): void {
      session(jogId)?.release(holdId);
    },
    grip(jogId: string, width: number): void {
      const mine = session(jogId);
      if (!mine) throw new Error(inSession);
      mine.grip(width);
    },

    async startGuiding({ operator }: { readonly operator: string }) {
      if (options.driver()?.kind === 'simulator') {
        const text = 'Nobody can take the simulated arm by the hand. Jog it instead.';
        return { refusals: [{ check: 'robot', text }], guiding: null };
      }
      const wanted: Guiding = {
        guidingId: newId(),
        epoch: options.surroundings().epoch,
        operator,
        startedAtSec: joints.nowSec() ?? 0,
      };
      const found = await begin(
        () => ({ type: 'guidingStarted', guiding: wanted }),
        () => {
          episode = recorder.episode();
          guiding = wanted;
        },
      );
      return { refusals: found, guiding: found.length === 0 ? wanted : null };
    },
    /** Throws in words while the arm moves. */
    endGuiding(guidingId: string): void {
      if (guiding?.guidingId !== guidingId) return;
      if (!options.surroundings().standingStill)
        throw new Error('The arm is still moving. Hold it still and let go of it, then end guiding.');
      endGuiding('The operator ended it.');
    },

    feed: (measured: MeasuredJoints) => jog?.feed(measured),
    /** Every 20 ms. What is not recorded any more must not go on. */
    tick(): void {
      if (episode !== null && recorder.episode() !== episode) {
        jog?.end('The episode that the approval is recorded in has ended.');
        endGuiding('The episode that it is recorded in has ended.');
        episode = null;
      }
      const { renderer, main } = options.surroundings().heartbeatAgeMs;
      const silent = (ageMs: number | null) => ageMs === null || ageMs > approvalLimits.heartbeatSilenceMs;
      if (silent(renderer) || silent(main)) jog?.end('The console fell silent.');
      jog?.tick();
    },
    /** A stop, another connection, another world: nothing is sent after this. */
    cut(text: string): void {
      jog?.cut(text);
      endGuiding(text);
    },
  };
}
export type Manual = ReturnType<typeof createManual>;
