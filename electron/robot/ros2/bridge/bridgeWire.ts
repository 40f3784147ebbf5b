import type { PreflightFinding } from '../../../../shared/contract/connection';
import { openRosbridge, type Rosbridge, type RosbridgeOptions } from '../../../ros2/rosbridge/rosbridge';
import type { Clock } from '../../clock';
import type { Parameters } from '../controllerFindings';
import { type ParameterValue, parameterContent } from '../parameterContent';
import type { RobotWire } from '../robotWire';
import { createBridgeAction } from './bridgeAction';
import { discoverOverBridge } from './discoverOverBridge';

const watchEveryMs = 1000;
/** Where rosapi does not answer it is asked only every so often: the bridge logs each question as an error. */
const looksWithoutRosapi = 10;

/** The way to the robot's graph through a rosbridge on the robot's machine: this one needs no ROS. */
export function openBridgeWire(clock: Clock, { url, ca }: Pick<RosbridgeOptions, 'url' | 'ca'>): RobotWire {
  const actions: ReturnType<typeof createBridgeAction>[] = [];
  /** Who publishes to the topics that are watched; null: rosapi, which knows, does not answer. */
  const publishers = new Map<string, readonly string[] | null>();
  let complaint: string | null = null;
  const line = (events: Pick<RosbridgeOptions, 'onOpen' | 'onLost'> = {}) =>
    openRosbridge({
      url,
      ca,
      ...events,
      onComplaint(text) {
        complaint = text;
      },
    });
  const streams = line({
    onOpen() {
      complaint = null;
    },
  });
  const questions = line({ onLost: () => publishers.clear() });
  const stop = line();
  const sweep = line({
    onOpen() {
      for (const action of actions) action.cancelWhatRuns();
    },
  });
  const goals: Rosbridge[] = [];
  /** Without these nothing may move. */
  const needed = () => [stop, sweep, streams, ...goals];

  function watchPublishers(topic: string): void {
    questions.call('/rosapi/publishers', 'rosapi_msgs/srv/Publishers', { topic }, (values) => {
      const names = values?.publishers;
      publishers.set(topic, Array.isArray(names) ? names.map(String) : null);
    });
  }
  let looks = 0;
  const endTimer = clock.every(watchEveryMs, () => {
    looks++;
    if (!questions.isOpen()) return;
    for (const [topic, names] of publishers) {
      if (names !== null || looks % looksWithoutRosapi === 0) watchPublishers(topic);
    }
  });

  return {
    subscribe: (topic, type, _qos, onBytes) => {
      streams.subscribe(topic, type, onBytes);
    },
    action(name, type) {
      const ofAction = line();
      goals.push(ofAction);
      const lines = { streams, questions, goals: ofAction, stop, sweep };
      const action = createBridgeAction(lines, clock, name, type);
      actions.push(action);
      return action.line;
    },
    parametersOf: (node) => (wanted) => readParameters(questions, node, wanted),
    whyNothingComes: () => complaint,
    // A bridge tells neither; a robot that is started anew shows by its silence.
    sourcesOf: () => [],
    publishersOn(topic) {
      if (!publishers.has(topic)) {
        publishers.set(topic, []);
        watchPublishers(topic);
      }
      const names = publishers.get(topic) ?? [];
      return names.length === 0 ? null : names.join(', ');
    },
    discover: () => discoverOverBridge(questions),
    findings: () => ([...publishers.values()].includes(null) ? [noRosapi] : []),
    trouble: () =>
      needed()
        .map((each) => each.trouble())
        .find((words) => words !== null) ?? null,
    close() {
      endTimer();
      for (const each of [...needed(), questions]) each.close();
    },
  };
}

const noRosapi: PreflightFinding = {
  check: 'Other commanders',
  level: 'warning',
  text: 'Nobody tells who else can publish motions to the controller: the node rosapi does not answer.',
  next: 'Start rosapi beside the rosbridge (its launch file does), or make sure that no other program commands the arm.',
};

function readParameters(
  bridge: Rosbridge,
  node: string,
  wanted: (name: string) => boolean,
): Promise<Parameters | null> {
  const ask = (service: string, type: string, args: object) =>
    new Promise<Readonly<Record<string, unknown>> | null>((resolve) => {
      bridge.call(`${node}/${service}`, type, args, resolve);
    });
  return (async () => {
    const list = (await ask('list_parameters', 'rcl_interfaces/srv/ListParameters', {
      prefixes: [],
      depth: 0,
    })) as { readonly result?: { readonly names?: readonly string[] } } | null;
    if (!Array.isArray(list?.result?.names)) return null;
    const names = list.result.names.filter(wanted).slice(0, 200);
    if (names.length === 0) return new Map();
    const got = await ask('get_parameters', 'rcl_interfaces/srv/GetParameters', { names });
    if (!Array.isArray(got?.values)) return null;
    const values = got.values as readonly ParameterValue[];
    return new Map(names.map((name, i) => [name, values[i] && parameterContent(values[i])]));
  })();
}
