import { publishersOf } from '../../electron/ros2/endpoints';
import { latched, offerOf, qosProfile, takesAnything } from '../../electron/ros2/qos';
import { createRosNode } from '../../electron/ros2/rosNode';
import { cborOf } from '../../electron/together/rosbridge/cborOf';
import { type Peer, webSocketServer } from '../../electron/together/rosbridge/webSocketServer';

/**
 * A rosbridge for the tests, on the domain of its environment: the published protocol (v2, actions, "cbor-raw") on
 * one side, real DDS on the other, as far as the console asks. Like rosbridge_suite it reads nothing more from a
 * connection while a goal runs that came over it. Says its address on stdout, then one line for each cancel.
 */
type Message = Readonly<Record<string, unknown>>;
interface Goal {
  readonly ended: Promise<unknown>;
  cancel(): Promise<unknown>;
}

const { rcl, node } = await createRosNode('rosbridge_websocket', 'robot');
const subscribers = new Map<string, Set<Peer>>();
const goals = new Map<string, Goal>();
/** What came over a connection while its goal ran. */
const waiting = new Map<Peer, Message[]>();
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** JSON has neither the typed arrays nor the 64-bit numbers of the messages. */
const json = (message: object) =>
  JSON.stringify(message, (_key, value: unknown) => {
    if (typeof value === 'bigint') return Number(value);
    return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
  });

/** With the QoS of whoever publishes: it is waited for. */
function subscribe(topic: string, type: string): void {
  const [publisher] = publishersOf(node, topic);
  if (!publisher) {
    setTimeout(() => subscribe(topic, type), 200);
    return;
  }
  const kept = offerOf(publisher.qos).durability === 'transient local';
  node.createSubscription(
    type as 'std_msgs/msg/String',
    topic,
    { qos: qosProfile(rcl, kept ? latched : takesAnything, 10), isRaw: true } as never,
    ((bytes: Buffer) => {
      const message = cborOf({ op: 'publish', topic, msg: { secs: 1, nsecs: 2, bytes } });
      if (kept) last.set(topic, message);
      for (const peer of subscribers.get(topic) ?? []) peer.sendBinary(message);
    }) as never,
  );
}
/** Of topics whose publisher keeps its last message: for those who subscribe later. */
const last = new Map<string, Buffer>();

const clients = new Map<string, InstanceType<typeof rcl.ActionClient>>();
function sendGoal({ id, action, action_type, args }: Message, peer: Peer): void {
  const name = String(action);
  const client = clients.get(name) ?? new rcl.ActionClient(node, action_type as never, name);
  clients.set(name, client);
  waiting.set(peer, []);
  const answer = (rest: object) => {
    peer.sendText(json({ op: 'action_result', id, action, ...rest }));
    readOn(peer);
  };
  const onFeedback = (values: object) => peer.sendText(json({ op: 'action_feedback', id, action, values }));
  (client.sendGoal(args as never, onFeedback as never) as unknown as Promise<GoalHandle>).then((handle) => {
    if (!handle.isAccepted()) return answer({ values: 'Action goal was rejected', status: 0, result: false });
    goals.set(String(id), { ended: handle.getResult(), cancel: () => handle.cancelGoal() });
    void handle.getResult().then((values) => answer({ values, status: handle.status, result: true }));
  });
}
interface GoalHandle {
  readonly status: number;
  isAccepted(): boolean;
  getResult(): Promise<object>;
  cancelGoal(): Promise<unknown>;
}

const rosapi: Readonly<Record<string, (args: Message) => object>> = {
  '/rosapi/publishers': ({ topic }) => ({
    publishers: publishersOf(node, String(topic)).map((each) => each.node),
  }),
  '/rosapi/nodes': () => ({ nodes: node.getNodeNames() }),
  '/rosapi/topics': () => {
    const all = node.getTopicNamesAndTypes() as unknown as { name: string; types: string[] }[];
    return { topics: all.map(({ name }) => name), types: all.map(({ types }) => types[0] ?? '') };
  },
  '/rosapi/action_servers': () => ({
    action_servers: (rcl.getActionNamesAndTypes(node) as unknown as { name: string }[]).map(
      ({ name }) => name,
    ),
  }),
};

interface Service {
  waitForService(timeoutMs: number): Promise<boolean>;
  sendRequest(request: object, answer: (values: object) => void): void;
}
const services = new Map<string, Service>();
function callService({ id, service, type, args }: Message, peer: Peer): void {
  const name = String(service);
  const answer = (result: boolean, values: unknown) =>
    peer.sendText(json({ op: 'service_response', id, service, values, result }));
  const own = rosapi[name];
  if (own) {
    answer(true, own(args as Message));
    return;
  }
  const client = services.get(name) ?? (node.createClient(type as never, name) as unknown as Service);
  services.set(name, client);
  // rclnodejs wants what ROS has 64 bits for as a bigint.
  const { depth, ...rest } = args as { depth?: number };
  const request = depth === undefined ? rest : { ...rest, depth: BigInt(depth) };
  void client.waitForService(1000).then((there) => {
    if (!there) return answer(false, `Service ${name} does not exist`);
    client.sendRequest(request, (values) => answer(true, values));
  });
}

function hear(message: Message, peer: Peer): void {
  if (message.op === 'subscribe') {
    const topic = String(message.topic);
    const known = subscribers.get(topic);
    if (known) {
      known.add(peer);
      const kept = last.get(topic);
      if (kept) peer.sendBinary(kept);
    } else {
      subscribers.set(topic, new Set([peer]));
      subscribe(topic, String(message.type));
    }
  }
  if (message.op === 'send_action_goal') sendGoal(message, peer);
  if (message.op === 'call_service') callService(message, peer);
  if (message.op === 'cancel_action_goal') {
    say({ event: 'cancel', id: message.id });
    void goals.get(String(message.id))?.cancel();
  }
}

/** A goal that was sent over this connection has ended: now the bridge reads on. */
function readOn(peer: Peer): void {
  const behind = waiting.get(peer) ?? [];
  waiting.delete(peer);
  for (const [i, message] of behind.entries()) {
    const again = waiting.get(peer);
    if (again) {
      again.push(...behind.slice(i));
      return;
    }
    hear(message, peer);
  }
}

const server = await webSocketServer({
  onPeer: () => undefined,
  onText(text, peer) {
    const message = JSON.parse(text) as Message;
    const behind = waiting.get(peer);
    if (behind) behind.push(message);
    else hear(message, peer);
  },
  onGone(peer) {
    waiting.delete(peer);
    for (const peers of subscribers.values()) peers.delete(peer);
  },
});
say({ event: 'ready', url: server.url });
