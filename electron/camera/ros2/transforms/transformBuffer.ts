import { compose, identityPose, invert, type Pose } from '../../../../shared/geometry/pose';
import { createFrameHistory, type FrameHistory, type PoseAt } from './frameHistory';

/** geometry_msgs/TransformStamped: the pose of `child` in `parent` at a time (s, ROS). */
export interface StampedTransform {
  readonly stampSec: number;
  readonly parent: string;
  readonly child: string;
  readonly pose: Pose;
}

export type Lookup = PoseAt;

/** So many changes of parent within so many messages of one frame, and two publishers quarrel over it. */
const quarrelChanges = 3;
const quarrelMessages = 20;
const mostFrames = 5000;

interface Frame {
  readonly parent: string;
  /** Null: static, the pose holds for ever. */
  readonly history: FrameHistory | null;
  readonly fixed: Pose | null;
  /** How many messages ago each of the last changes of parent was. */
  readonly changes: readonly number[];
}

/**
 * The tree of frames that /tf and /tf_static tell of (REP 105), kept for some seconds. Frame names have no
 * leading slash, as in tf2. What cannot be answered is answered in words that name the frames.
 */
export function createTransformBuffer() {
  const frames = new Map<string, Frame>();
  const refused = new Map<string, string>();
  const bare = (frame: string) => frame.replace(/^\/+/, '');

  function add(transform: StampedTransform, isStatic: boolean): void {
    const [parent, child] = [bare(transform.parent), bare(transform.child)];
    const problem = problemOf(parent, child, transform);
    if (problem) {
      if (refused.size < mostFrames) refused.set(child, problem);
      return;
    }
    refused.delete(child);
    const before = frames.get(child);
    if (!before && frames.size >= mostFrames) return;
    const changed = before !== undefined && before.parent !== parent;
    const changes = (before?.changes ?? []).map((ago) => ago + 1).filter((ago) => ago < quarrelMessages);
    if (changed) changes.push(0);
    const keep = before && !changed && before.history;
    const history = isStatic ? null : keep || createFrameHistory();
    const pose = unitPose(transform.pose);
    history?.add(transform.stampSec, pose);
    frames.set(child, { parent, history, fixed: isStatic ? pose : null, changes });
  }

  /** The frame and its ancestors, up to the root; words when they go round in a circle. */
  function ancestry(frame: string): readonly string[] | string {
    const chain = [frame];
    for (let at = frames.get(frame); at; at = frames.get(at.parent)) {
      if (chain.includes(at.parent)) {
        return `The transforms go round in a circle: ${[...chain.slice(chain.indexOf(at.parent)), at.parent].map(quote).join(', ')}.`;
      }
      chain.push(at.parent);
    }
    return chain;
  }

  /** The pose of chain[0] in chain[length - 1]. */
  function walk(chain: readonly string[], stampSec: number | 'newest'): Lookup {
    let pose: Pose = identityPose;
    for (const child of chain.slice(0, -1)) {
      const frame = frames.get(child)!;
      const between = `The transform from ${quote(child)} to ${quote(frame.parent)}`;
      if (frame.changes.length >= quarrelChanges) {
        return {
          missing: `${between} cannot be trusted: publishers give ${quote(child)} different parents in turn.`,
          later: false,
        };
      }
      const at = frame.fixed
        ? { pose: frame.fixed }
        : stampSec === 'newest'
          ? { pose: frame.history!.newest()!.pose }
          : frame.history!.at(stampSec);
      if ('missing' in at) return { missing: `${between} ${at.missing}.${why(child)}`, later: at.later };
      pose = compose(at.pose, pose);
    }
    return { pose };
  }

  const why = (frame: string) => {
    const reason = refused.get(frame);
    return reason ? ` ${reason}` : '';
  };

  /**
   * The pose of frame `source` in frame `target` at a stamp (interpolated), or with the newest of each
   * transform on the way, which is good enough to look at and not to decide on.
   */
  function lookup(target: string, source: string, stampSec: number | 'newest'): Lookup {
    const [to, from] = [bare(target), bare(source)];
    if (to === from) return { pose: identityPose };
    const up = ancestry(from);
    const down = ancestry(to);
    if (typeof up === 'string') return { missing: up, later: false };
    if (typeof down === 'string') return { missing: down, later: false };
    const common = up.find((frame) => down.includes(frame));
    if (common === undefined) return { missing: unconnected(from, up, to, down), later: true };
    const fromCommon = walk(up.slice(0, up.indexOf(common) + 1), stampSec);
    if ('missing' in fromCommon) return fromCommon;
    const toCommon = walk(down.slice(0, down.indexOf(common) + 1), stampSec);
    if ('missing' in toCommon) return toCommon;
    return { pose: compose(invert(toCommon.pose), fromCommon.pose) };
  }

  function unconnected(from: string, up: readonly string[], to: string, down: readonly string[]): string {
    const known = new Set([...frames].flatMap(([child, { parent }]) => [child, parent]));
    for (const frame of [from, to]) {
      if (!known.has(frame)) return `No transform names the frame ${quote(frame)}.${why(frame)}`;
    }
    const hangs = (frame: string, chain: readonly string[]) =>
      chain.length === 1
        ? `${quote(frame)} is a root`
        : `${quote(frame)} hangs under ${quote(chain.at(-1)!)}`;
    return `The frames ${quote(from)} and ${quote(to)} are not connected: ${hangs(from, up)}, ${hangs(to, down)}.${why(up.at(-1)!)}${why(down.at(-1)!)}`;
  }

  return {
    add,
    lookup,
    /** Of the newest moving transform of a frame (s); undefined for static and unknown ones. */
    newestStampSec: (frame: string) => frames.get(bare(frame))?.history?.newest()?.stampSec,
  };
}
export type TransformBuffer = ReturnType<typeof createTransformBuffer>;

const quote = (frame: string) => `"${frame}"`;

function problemOf(parent: string, child: string, { stampSec, pose }: StampedTransform): string | undefined {
  const between = `A transform from ${quote(child)} to ${quote(parent)} was refused:`;
  if (parent === '' || child === '') return `${between} a frame without a name.`;
  if (parent === child) return `${between} a frame within itself.`;
  if (![stampSec, ...pose.position, ...pose.orientation].every(Number.isFinite)) {
    return `${between} it holds a number that is none (NaN or infinite).`;
  }
  const norm = Math.hypot(...pose.orientation);
  if (Math.abs(norm - 1) > 0.01) {
    return `${between} its quaternion has length ${norm.toFixed(3)}, not 1.`;
  }
  return undefined;
}

function unitPose({ position, orientation: [x, y, z, w] }: Pose): Pose {
  const norm = Math.hypot(x, y, z, w);
  return { position, orientation: [x / norm, y / norm, z / norm, w / norm] };
}
