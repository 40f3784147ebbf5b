import {
  type BadMessageReport,
  type Handlers,
  type Port,
  type Server,
  serve,
} from '../../shared/contract/channel';
import type { Fences } from '../../shared/contract/fences';
import { robotContract } from '../../shared/contract/robotContract';
import type { RobotModel } from '../../shared/robot/robotModel';
import type { Clock } from './clock';
import { createRobot } from './robot';

type Request = keyof typeof robotContract.requests;

/**
 * Who may ask what, by the name under which main introduced the port. Whoever plans does not approve, and
 * whoever approves does not plan. Everybody may stop.
 */
const mayAsk: Readonly<Record<string, readonly Request[]>> = {
  console: [
    'getState',
    'getModel',
    'getFences',
    'setFences',
    'getConnection',
    'discover',
    'connect',
    'loadScene',
    'approve',
    'startJog',
    'endJog',
    'jogGripper',
    'startGuiding',
    'endGuiding',
    'stop',
    'resetStop',
  ],
  main: ['getState', 'stop'],
  planner: ['getState', 'getModel', 'getFences', 'offerPlan', 'stop'],
};
const anybodyMayAsk: readonly Request[] = ['getState', 'stop'];

/** Who has to say during a motion that they live, and under which name. */
const heartbeatOf: Readonly<Record<string, 'renderer' | 'main'>> = { console: 'renderer', main: 'main' };

export interface BorderOptions {
  readonly model: RobotModel;
  /** Those that stand until the operator sets others. */
  readonly fences: Fences;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly onBadMessage: BadMessageReport;
}

/** The robot process's ports: robotContract to its clients, and the lines to simulator and recorder. */
export function createBorder({ model, fences, clock, newId, onBadMessage }: BorderOptions) {
  const clients = new Map<Port, { readonly peer: string; readonly server: Server<typeof robotContract> }>();
  const toAll: Server<typeof robotContract>['emit'] = (name, payload) => {
    for (const { server } of clients.values()) server.emit(name, payload);
  };
  const robot = createRobot({
    model,
    fences,
    clock,
    newId,
    onState: (state) => toAll('state', state),
    onExecution: (event) => toAll('execution', event),
    onStop: (report) => toAll('stop', report),
    onFault: (fault) => toAll('fault', fault),
    onConnection: (connection) => toAll('connection', connection),
    onFences: (held) => toAll('fences', held),
  });

  function closed(port: Port, peer: string): void {
    clients.delete(port);
    const heartbeat = heartbeatOf[peer];
    // A page that was loaded anew has another port already, and goes on living.
    const lives = [...clients.values()].some((client) => client.peer === peer);
    if (heartbeat && !lives) robot.gone(heartbeat);
  }

  return {
    attachSimulator: robot.attachSimulator,
    attachRos2: robot.attachRos2,
    attachRecorder: robot.attachRecorder,
    shutDown: robot.shutDown,

    /** Answers robotContract to `peer`; several clients at once, each gets every event. */
    serveClient(port: Port, peer: string): void {
      let arrivedAtMs = clock.nowMs();
      const noted: Port = {
        ...port,
        onMessage: (handler) =>
          port.onMessage((message) => {
            arrivedAtMs = clock.nowMs();
            handler(message);
          }),
      };
      const allow = (request: Request) => {
        if ((mayAsk[peer] ?? anybodyMayAsk).includes(request)) return;
        onBadMessage({ contract: robotContract.name, name: request, problem: `not for ${peer} to ask` });
        throw new Error(`"${request}" is not for ${peer} to ask.`);
      };
      const handlers: Handlers<typeof robotContract> = {
        stop: ({ source, reason }) => robot.stop(source, reason, arrivedAtMs),
        getState: () => robot.state(),
        getModel: () => {
          allow('getModel');
          return robot.model();
        },
        getFences: () => {
          allow('getFences');
          return robot.fences();
        },
        setFences: ({ fences, operator }) => {
          allow('setFences');
          return robot.setFences(fences, operator);
        },
        getConnection: () => {
          allow('getConnection');
          return robot.connection();
        },
        discover: () => {
          allow('discover');
          return robot.discover();
        },
        connect: () => {
          allow('connect');
          return robot.reconnect();
        },
        loadScene: ({ seed }) => {
          allow('loadScene');
          return robot.loadScene(seed);
        },
        offerPlan: ({ planText }) => {
          allow('offerPlan');
          return robot.offer(planText);
        },
        approve: (request) => {
          allow('approve');
          return robot.approve(request);
        },
        startJog: (request) => {
          allow('startJog');
          return robot.manual.startJog(request);
        },
        endJog: ({ jogId }) => {
          allow('endJog');
          robot.manual.endJog(jogId);
          return robot.state();
        },
        jogGripper: ({ jogId, width }) => {
          allow('jogGripper');
          robot.manual.grip(jogId, width);
          return {};
        },
        startGuiding: (request) => {
          allow('startGuiding');
          return robot.manual.startGuiding(request);
        },
        endGuiding: ({ guidingId }) => {
          allow('endGuiding');
          robot.manual.endGuiding(guidingId);
          return robot.state();
        },
        jogHold: ({ jogId, holdId, command }) => {
          if (peer === 'console') robot.manual.hold(jogId, holdId, command);
          else onBadMessage({ contract: robotContract.name, name: 'jogHold', problem: `not for ${peer}` });
        },
        jogRelease: ({ jogId, holdId }) => {
          if (peer === 'console') robot.manual.release(jogId, holdId);
          else onBadMessage({ contract: robotContract.name, name: 'jogRelease', problem: `not for ${peer}` });
        },
        resetStop: () => {
          allow('resetStop');
          return robot.resetStop();
        },
        heartbeat: ({ from }) => {
          if (heartbeatOf[peer] === from) robot.beat(from);
          else
            onBadMessage({
              contract: robotContract.name,
              name: 'heartbeat',
              problem: `${peer} is not ${from}`,
            });
        },
      };
      const server = serve(noted, robotContract, handlers, onBadMessage);
      clients.set(port, { peer, server });
      port.onClose(() => closed(port, peer));
    },
  };
}
export type Border = ReturnType<typeof createBorder>;
