import { type Client, connect, type Port } from '../../shared/contract/channel';
import { robotContract } from '../../shared/contract/robotContract';
import { jogLimits } from '../../shared/session/jog';
import {
  advance,
  initialSession,
  type Session,
  type SessionEvent,
} from '../../shared/session/sessionMachine';
import { model } from '../robot/testing/plans';
import type { Host } from './host';

const heartbeatMs = 250;
const stopAnswerMs = 4000;

/** The console's page and the operator before it: the real session machine on the robot's contract. */
export function createOperator(host: Host) {
  let robot: Client<typeof robotContract> | undefined;
  let session: Session = initialSession;
  let hangs = false;
  let holds = 0;

  const tell = (event: SessionEvent) => {
    session = advance(session, event);
  };
  const ended = (text: string) => tell({ type: 'ended', ending: { outcome: 'failed', text, fault: null } });

  host.clock.every(heartbeatMs, () => robot?.notify('heartbeat', { from: 'renderer' }));

  /** Runs in the page, unless it hangs. */
  const inPage = (work: () => void) =>
    host.run(() => {
      if (!hangs) work();
    });

  return {
    attach(port: Port): void {
      const mine = connect(port, robotContract, () => undefined);
      robot = mine;
      mine.on('execution', ({ type, text }) =>
        inPage(() => {
          if (type === 'succeeded')
            tell({ type: 'executed', ending: { outcome: 'succeeded', text, fault: null } });
          else if (type === 'failed' || type === 'stopped') ended(text);
        }),
      );
      mine.on('stop', ({ confirmed, text }) => inPage(() => tell({ type: 'stopEnded', confirmed, text })));
      mine.onClose(() => {
        if (robot === mine) robot = undefined;
      });
    },
    /** Instruction given, picture taken, model asked; `plan` is called when the model has answered. */
    begin(modelMs: number | null, plan: () => void): void {
      inPage(() => {
        tell({ type: 'begin', purpose: 'task' });
        tell({ type: 'observed' });
        if (modelMs === null || session.state !== 'proposing') return;
        host.clock.after(modelMs, () =>
          inPage(() => {
            tell({ type: 'proposed' });
            plan();
          }),
        );
      });
    },
    /** The plan is on screen: the operator reads it and says yes. */
    planned(planHash: string, refused: boolean): void {
      inPage(() => {
        if (refused) return ended('refused');
        tell({ type: 'planned', planHash });
        if (session.state !== 'awaitingApproval') return;
        robot?.request('approve', { planHash, operator: 'op', model }).then(
          ({ refusals }) =>
            inPage(() => {
              if (refusals.length === 0) tell({ type: 'approved', planHash });
              else ended(refusals[0]?.text ?? '');
            }),
          (error: Error) => inPage(() => ended(error.message)),
        );
      });
    },
    /** Approves jogging, and holds a key for so long. */
    jog(joint: number, share: number, ms: number): void {
      inPage(() => {
        const at = robot;
        at?.request('startJog', { operator: 'op', speed: 1 }).then(
          ({ jog }) =>
            inPage(() => {
              if (!jog) return;
              const { jogId } = jog;
              const holdId = ++holds;
              const command = {
                space: 'joints' as const,
                velocities: Array.from({ length: 7 }, (_, j) => (j === joint ? share : 0)),
              };
              const say = () => inPage(() => at.notify('jogHold', { jogId, holdId, command }));
              say();
              const letGo = host.clock.every(jogLimits.holdEveryMs, say);
              host.clock.after(ms, () => {
                letGo();
                inPage(() => at.notify('jogRelease', { jogId, holdId }));
              });
            }),
          () => undefined,
        );
      });
    },
    approve(planHash: string): void {
      inPage(() => robot?.request('approve', { planHash, operator: 'op', model }).catch(() => undefined));
    },
    stop(): void {
      inPage(() => {
        tell({ type: 'stop', source: 'button' });
        const unanswered = host.clock.after(stopAnswerMs, () =>
          tell({ type: 'stopEnded', confirmed: false, text: 'no answer' }),
        );
        const over = (confirmed: boolean, text: string) =>
          inPage(() => {
            unanswered();
            tell({ type: 'stopEnded', confirmed, text });
          });
        const answer = robot?.request('stop', { source: 'button', reason: 'operator' });
        if (!answer) return over(false, 'no robot process');
        answer.then(
          ({ confirmed, text }) => over(confirmed, text),
          () => over(false, 'no answer'),
        );
      });
    },
    reset(): void {
      inPage(() => {
        robot?.request('resetStop', {}).then(
          () => inPage(() => tell({ type: 'reset' })),
          () => undefined,
        );
      });
    },
    ask(request: 'connect' | 'loadScene', seed: number): void {
      inPage(() => {
        const answer =
          request === 'connect'
            ? robot?.request('connect', { driver: 'simulator' })
            : robot?.request('loadScene', { seed });
        answer?.catch(() => undefined);
      });
    },
    hang(): void {
      hangs = true;
    },
    hangs: () => hangs,
    wake(): void {
      hangs = false;
    },
    session: () => session,
  };
}
export type Operator = ReturnType<typeof createOperator>;
