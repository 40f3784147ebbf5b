import { committedProblem } from './committedRecords';
import { createFaultWorld, type WorldOptions } from './faultWorld';
import type { Violation } from './judge';
import type { Step, Story } from './story';

/** ms after the last step, at least and at most: every stop has been reported and every motion is over by then. */
const aftermathMs = [2500, 6000] as const;

export interface CaseResult {
  readonly story: Story;
  readonly violations: readonly Violation[];
  readonly counts: Readonly<Record<string, number>>;
  /** Commands that the actuator took, by approval; the plan's hash with each. */
  readonly commands: readonly {
    readonly approvalId: string;
    readonly planHash: string;
    readonly commands: number;
  }[];
}

/** Plays a story and judges it. Two runs of one story are the same in every message. */
export async function runStory(story: Story, tamper?: WorldOptions['tamper']): Promise<CaseResult> {
  const { seed, physics } = story;
  const world = await createFaultWorld({ seed, physics, ...(tamper ? { tamper } : {}) });
  const { judge } = world;
  const crashed = (error: unknown) =>
    judge.say(
      'noCrash',
      error instanceof Error ? (error.stack ?? error.message).slice(0, 600) : String(error),
    );
  process.on('unhandledRejection', crashed);
  process.on('uncaughtException', crashed);
  try {
    for (const step of story.steps) await world.act(step);
    await world.settle(...aftermathMs);
  } catch (error) {
    crashed(error);
  } finally {
    process.off('unhandledRejection', crashed);
    process.off('uncaughtException', crashed);
    world.dispose();
  }
  const lost = committedProblem(world.disk.files, world.committed);
  if (lost) judge.say('committed', lost);
  return {
    story,
    violations: judge.violations,
    counts: { ...judge.counts, committed: world.committed.length },
    commands: [...judge.atActuator].map(([approvalId, commands]) => ({
      approvalId,
      planHash: judge.approvalOf(approvalId)?.planHash ?? 'none',
      commands,
    })),
  };
}

/** The shortest story found that still breaks the same law: steps are left out, then waits are halved. */
export async function shrunk(
  story: Story,
  law: Violation['law'],
  tamper?: WorldOptions['tamper'],
): Promise<Story> {
  const breaks = async (steps: readonly Step[]) =>
    (await runStory({ ...story, steps }, tamper)).violations.some((violation) => violation.law === law);
  let steps = story.steps;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < steps.length; ) {
      const fewer = [...steps.slice(0, from), ...steps.slice(from + size)];
      if (await breaks(fewer)) steps = fewer;
      else from += size;
    }
  }
  return { ...story, steps };
}
