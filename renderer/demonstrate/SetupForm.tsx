import { useState } from 'react';
import { useStore } from 'zustand';
import { motionLimits } from '../../shared/motion/limits';
import { jogLimits, jogSpeeds } from '../../shared/session/jog';
import { realityOf } from '../services/telemetry';
import { useConsole, useLoop, useRobotModel, useSettings, useTelemetry } from '../ui/ConsoleContext';
import { Facts } from '../ui/Facts';
import { PushButton } from '../ui/PushButton';
import type { Means } from './createDemonstration';
import styles from './DemonstrationColumn.module.css';

const speeds = [
  [0.25, 'Slow'],
  [0.5, 'Medium'],
  [1, 'Full'],
] as const;
const startWords: Readonly<Record<Means, string>> = {
  jog: 'Approve jogging and record',
  plans: 'Record',
  guiding: 'Approve guiding and record',
};
const approvesWords: Readonly<Record<Means, string>> = {
  jog: 'approves jogging within these bounds',
  plans: 'approves no motion yet',
  guiding: 'approves guiding by hand',
};
const countdowns = [0, 3, 5, 10] as const;
/** s: as the robot process works it out (restSec and a goal on its way); shown, and relied on by nobody. */
const restsWithin = { letGo: 0.4, silence: 0.7 } as const;

/** The task, the means, and the operator's yes to both. */
export function SetupForm() {
  const { demonstration, settings, loop } = useConsole();
  const { phase } = useStore(demonstration.view);
  const kept = useSettings((view) => view.settings.demonstrate);
  const operator = useSettings((view) => view.settings.operator);
  const simulator = useTelemetry((telemetry) => realityOf(telemetry).kind === 'simulator');
  const idle = useTelemetry(({ robot }) => robot?.mode === 'idle');
  const free = useLoop(({ session }) => session.state === 'idle');
  const robot = useRobotModel();
  const [task, setTask] = useState(kept.task);
  const [means, setMeans] = useState<Means>('jog');
  const change = (part: Partial<typeof kept>) => settings.change({ demonstrate: { ...kept, ...part } });
  const begun = phase !== 'setup';
  const bounds = robot ? jogSpeeds(motionLimits(robot), kept.jogSpeed, 0.12) : null;

  function start(): void {
    // What has the focus takes keys; from here on they jog.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    change({ task: task.trim() });
    demonstration.start(task, means, kept.jogSpeed, kept.countdownSec);
    for (const fault of loop.view.getState().faults) loop.dismissFault(fault);
  }

  return (
    <section className={styles.section}>
      <textarea
        data-testid="demonstration-task"
        aria-label="Task"
        placeholder="The task in a sentence, for instance: put the red cube in the blue bowl"
        rows={2}
        maxLength={500}
        readOnly={begun}
        value={task}
        onChange={(event) => setTask(event.currentTarget.value)}
      />
      <div className={styles.field}>
        <span>Means</span>
        <fieldset className={styles.choice} aria-label="Means">
          <button type="button" aria-pressed={means === 'jog'} onClick={() => setMeans('jog')}>
            Jog
          </button>
          <button
            type="button"
            aria-pressed={means === 'plans'}
            title="Drag the ghost of the gripper; every motion is planned, and approved by itself"
            onClick={() => setMeans('plans')}
          >
            Drag
          </button>
          <button
            type="button"
            aria-pressed={means === 'guiding'}
            disabled={simulator}
            title={
              simulator
                ? 'Nobody can take the simulated arm by the hand'
                : 'The console sends nothing; put the arm into its free-drive mode by its own means'
            }
            onClick={() => setMeans('guiding')}
          >
            Guide by hand
          </button>
        </fieldset>
      </div>
      {means === 'jog' && (
        <div className={styles.field}>
          <span>Speed</span>
          <fieldset className={styles.choice} aria-label="Jog speed">
            {speeds.map(([value, word]) => (
              <button
                key={value}
                type="button"
                aria-pressed={value === kept.jogSpeed}
                onClick={() => change({ jogSpeed: value })}
              >
                {word}
              </button>
            ))}
          </fieldset>
        </div>
      )}
      <div className={styles.field}>
        <span>Countdown</span>
        <fieldset className={styles.choice} aria-label="Countdown">
          {countdowns.map((value) => (
            <button
              key={value}
              type="button"
              aria-pressed={value === kept.countdownSec}
              onClick={() => change({ countdownSec: value })}
            >
              {value === 0 ? 'None' : `${value} s`}
            </button>
          ))}
        </fieldset>
      </div>
      {means === 'jog' && bounds && (
        <Facts
          facts={[
            {
              name: 'Moves at most',
              value: `${bounds.tipSpeed.toFixed(2)} m/s at the tool, ${bounds.jointSpeed.toFixed(2)} rad/s a joint, inside limits and fences`,
            },
            {
              name: 'Rests',
              value: `${restsWithin.letGo} s after you let go, ${restsWithin.silence} s after anything falls silent`,
            },
            { name: 'Keeps clear of', value: 'itself, the table and the fences' },
            { name: 'Does not see', value: 'what stands on the table or hangs in the gripper: look at it' },
            { name: 'Ends', value: `after ${jogLimits.lifetimeSec / 60} minutes at the latest` },
          ]}
        />
      )}
      {means === 'plans' && (
        <p className={styles.muted}>
          Drag the ghost in the Robot view, or choose a recorded way: each motion is planned and checked, and
          moves only after you approve it. All of them are in this one episode.
        </p>
      )}
      {means === 'guiding' && (
        <p className={styles.muted}>
          Put the arm into its free-drive mode by its own means first. The console sends nothing at all and
          expects motion until you end the episode; a stop still stops.
        </p>
      )}
      <div className={styles.row}>
        {phase === 'counting' ? (
          <PushButton testId="demonstration-cancel" onPress={demonstration.cancel}>
            Call off
          </PushButton>
        ) : (
          <PushButton
            look="primary"
            testId="demonstration-start"
            disabled={begun || !idle || !free || task.trim() === ''}
            hint={
              !idle ? 'The robot is not idle' : `Opens an episode and ${approvesWords[means]}, as ${operator}`
            }
            onPress={start}
          >
            {startWords[means]}
          </PushButton>
        )}
      </div>
    </section>
  );
}
