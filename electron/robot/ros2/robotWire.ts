import type { PreflightFinding, RosGraph } from '../../../shared/contract/connection';
import type { QosOffer } from '../../ros2/qos';
import type { Parameters } from './controllerFindings';
import type { GoalId } from './goalIds';

/**
 * The way to a robot's topics, services and actions: DDS, or a rosbridge. What is made on it is made while
 * connecting and stays for as long as the link is used. Topics bring serialized messages (CDR) on both ways.
 */
export interface RobotWire {
  subscribe(
    topic: string,
    type: string,
    qos: { readonly offer: QosOffer; readonly depth: number },
    onBytes: (bytes: Uint8Array) => void,
    onLost?: (count: number) => void,
  ): void;
  /** Throws in words when there is no such type on this machine. */
  action(name: string, type: string): ActionLine;
  /** Asks a node for its parameters; null where it does not answer. */
  parametersOf(node: string): (wanted: (name: string) => boolean) => Promise<Parameters | null>;
  /** Why nothing comes from a topic, as far as the wire itself can tell; null where it cannot. */
  whyNothingComes(topic: string, wanted: { readonly type: string; readonly qos: QosOffer }): string | null;
  /** What sends on these topics now, each by topic and a name; one that was started anew has another name. */
  sourcesOf(topics: readonly string[]): readonly string[];
  /** Who can publish to this topic, in words; null when nobody does. */
  publishersOn(topic: string): string | null;
  discover(): Promise<RosGraph>;
  /** What of the wire itself the operator has to know. */
  findings(): readonly PreflightFinding[];
  /** Why the wire itself carries nothing now, in words; null while it does. */
  trouble(): string | null;
  close(): void;
}

export interface SentGoal {
  readonly message: GoalMessage;
  readonly onFeedback?: (feedback: Readonly<Record<string, unknown>>) => void;
}
/** The action's goal as an object; long ones also as the whole serialized request (CDR), which is faster. */
export interface GoalMessage {
  readonly plain: () => object;
  readonly bytes?: (id: GoalId) => Uint8Array;
}

/** What the server said to a goal, and what comes of it. */
export interface GoalAnswer {
  readonly accepted: boolean;
  /** Rejects when the server is gone. `status` as in action_msgs/GoalStatus. */
  readonly ended: Promise<{ readonly status: number; readonly result: Readonly<Record<string, unknown>> }>;
}

/** One action on the wire. */
export interface ActionLine {
  isAvailable(): boolean;
  /** Makes ready what the first goal would otherwise wait for. */
  warmUp(message: GoalMessage): void;
  /** On the wire when this returns; rejects in words, or throws. */
  send(id: GoalId, goal: SentGoal): Promise<GoalAnswer>;
  /** On the wire when this returns. `answered` gets the server's code (0: it takes it). May throw. */
  cancel(which: GoalId | 'everything', answered: (code: number) => void): void;
  /** The goals that the server has accepted and not ended, whoever sent them, whenever they change. */
  onActive(take: (active: readonly GoalId[]) => void, onProblem: (problem: string) => void): void;
}
