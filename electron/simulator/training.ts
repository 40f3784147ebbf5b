import { type BadMessageReport, type Port, type Server, serve } from '../../shared/contract/channel';
import { type TrainingFault, trainingContract } from '../../shared/contract/trainingContract';
import type { Simulator, SimulatorEvent } from './createSimulator';
import { createLiar, type Lie, lies } from './liar';

/** ms that all that the robot's side says comes late. */
const lateMs = 400;

/**
 * The training mode: the simulator as its clients see it, with the faults that the operator has switched on. What a
 * client says arrives as ever, a stop above all; only a controller that is told to lie may make light of it. Nothing
 * is kept: a simulator that starts anew is honest.
 */
export function createTraining(inner: Simulator, after: (ms: number, run: () => void) => void) {
  const active = new Set<TrainingFault>();
  const liar = createLiar(inner);
  const servers = new Set<Server<typeof trainingContract>>();

  function set(faults: readonly TrainingFault[]): void {
    active.clear();
    for (const fault of faults) active.add(fault);
    liar.active.clear();
    for (const lie of lies) if (active.has(lie as TrainingFault)) liar.active.add(lie as Lie);
    for (const server of servers) server.emit('faults', { faults: [...active] });
  }

  const heard = (event: SimulatorEvent): boolean =>
    !(event.type === 'jointState' && active.has('jointStatesLost')) &&
    !(event.type === 'world' && active.has('cameraStops'));

  /** Late messages keep their order, also when the fault is switched off while some are on their way. */
  const subscribe: Simulator['onEvent'] = (listener) => {
    let onTheirWay = 0;
    return liar.simulator.onEvent((event) => {
      if (!heard(event)) return;
      if (!active.has('messagesLate') && onTheirWay === 0) return listener(event);
      onTheirWay++;
      after(lateMs, () => {
        onTheirWay--;
        listener(event);
      });
    });
  };

  return {
    simulator: { ...liar.simulator, onEvent: subscribe } satisfies Simulator,
    /** Takes the operator's wishes on a port. */
    serve(port: Port, onBadMessage: BadMessageReport): void {
      const server = serve(
        port,
        trainingContract,
        {
          setFaults: ({ faults }) => {
            set(faults);
            return {};
          },
        },
        onBadMessage,
      );
      servers.add(server);
      port.onClose(() => servers.delete(server));
      server.emit('faults', { faults: [...active] });
    },
  };
}
