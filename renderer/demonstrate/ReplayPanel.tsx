import { useState } from 'react';
import { messageOf } from '../loop/faults';
import { useEpisodes } from '../review/useEpisodes';
import { useConsole, useLoop, useRobotModel, useTelemetry } from '../ui/ConsoleContext';
import { PushButton } from '../ui/PushButton';
import { StatusMark } from '../ui/StatusMark';
import styles from './JogPanel.module.css';
import { replaySteps } from './replaySteps';

/** So many of the newest episodes can be chosen from here. */
const offered = 50;

/** A recorded motion once more: planned anew from where the arm stands, and approved like any other. */
export function ReplayPanel() {
  const { loop, clients, demonstration } = useConsole();
  const robot = useRobotModel();
  const { episodes } = useEpisodes();
  const idle = useLoop(({ session }) => session.state === 'idle');
  const resting = useTelemetry(({ robot: now }) => now?.mode === 'idle');
  const [chosen, setChosen] = useState('');
  const [problem, setProblem] = useState('');
  const [reading, setReading] = useState(false);
  const list = (episodes ?? []).filter(({ problem: broken }) => broken === null).slice(0, offered);
  const episode = list.find(({ episodeId }) => episodeId === chosen) ?? list[0];

  async function replay(): Promise<void> {
    if (!episode || !robot) return;
    setReading(true);
    setProblem('');
    try {
      const recorder = clients('recorder');
      if (!recorder) throw new Error('The recorder is not connected.');
      const detail = await recorder.request(
        'openEpisode',
        { episodeId: episode.episodeId },
        { timeoutMs: 30_000 },
      );
      const steps = replaySteps(detail, robot);
      if (typeof steps === 'string') throw new Error(steps);
      const title = `Replay: ${episode.instruction}`.slice(0, 2000);
      setProblem(loop.startReplay(title, steps, demonstration.takesPlans()) ?? '');
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setReading(false);
    }
  }
  return (
    <div className={styles.ghost} data-testid="replay-panel">
      <p className={styles.words} role="status">
        {problem !== '' && <StatusMark status="warn" size={14} />}
        <span title={problem}>
          {problem ||
            'The recorded way is planned anew, with an approach from where the arm stands. It is not seen what stands in the way.'}
        </span>
      </p>
      <div className={styles.row}>
        <select
          aria-label="Episode"
          data-testid="replay-episode"
          value={episode?.episodeId ?? ''}
          onChange={(event) => setChosen(event.currentTarget.value)}
        >
          {list.map(({ episodeId, instruction, startedAtSec, durationSec }) => (
            <option key={episodeId} value={episodeId}>
              {`${new Date(startedAtSec * 1000).toLocaleTimeString('en-GB')}  ${instruction}, ${durationSec.toFixed(0)} s`}
            </option>
          ))}
        </select>
        <PushButton
          look="primary"
          testId="replay-plan"
          busy={reading}
          disabled={!idle || !resting || !episode || !robot}
          onPress={() => void replay()}
        >
          Plan the replay
        </PushButton>
      </div>
    </div>
  );
}
