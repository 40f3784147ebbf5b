import { useEffect, useState } from 'react';
import { isRunning } from '../../shared/session/sessionMachine';
import { realityOf } from '../services/telemetry';
import { useConsole, useLoop, useTelemetry } from '../ui/ConsoleContext';
import { PushButton } from '../ui/PushButton';
import styles from './Toolbar.module.css';

const highestSeed = 2 ** 31;

/** Sets the simulator's table anew from a seed. There is no such thing on a real robot. */
export function SceneControl() {
  const { loop, settings } = useConsole();
  /** What the simulator has, not what it was once told: it may have been started with another seed. */
  const present = useTelemetry(({ robot }) => robot?.sceneSeed ?? null);
  const simulator = useTelemetry((telemetry) => realityOf(telemetry).kind === 'simulator');
  const running = useLoop(({ session }) => isRunning(session) || session.state === 'stopping');
  const [typed, setTyped] = useState('');
  const [loading, setLoading] = useState(false);
  useEffect(() => {
    if (present !== null) setTyped(String(present));
  }, [present]);
  if (!simulator) return null;

  const seed = /^\d{1,10}$/.test(typed.trim()) ? Number(typed) : Number.NaN;
  const valid = seed <= highestSeed;

  async function load(): Promise<void> {
    if (!valid || running) return;
    setLoading(true);
    const loaded = await loop.loadScene(seed);
    setLoading(false);
    if (loaded) settings.change({ sceneSeed: seed });
  }

  return (
    <form
      className={styles.control}
      onSubmit={(event) => {
        event.preventDefault();
        void load();
      }}
    >
      <label htmlFor="seed">Scene</label>
      <input
        id="seed"
        data-testid="seed-input"
        type="number"
        min={0}
        max={highestSeed}
        value={typed}
        aria-invalid={typed !== '' && !valid}
        title={`Seed of the scene: a whole number from 0 to ${highestSeed}`}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <PushButton
        testId="load-scene"
        disabled={!valid || running}
        busy={loading}
        hint="Sets the simulator's table anew; plans are void afterwards"
        onPress={() => void load()}
      >
        {loading ? 'Loading' : 'Load scene'}
      </PushButton>
    </form>
  );
}
