import { useEffect, useState } from 'react';
import {
  type DemonstrationAction,
  demonstrationActions,
  keysOf,
} from '../../shared/contract/demonstrationKeys';
import { useConsole, useSettings } from '../ui/ConsoleContext';
import { PushButton } from '../ui/PushButton';
import styles from './DemonstrationColumn.module.css';
import { bound, canBeBound } from './keyBinding';
import { actionWords, keyName } from './keyWords';

/** All keys, each to be changed by pressing another one. They are kept with the settings. */
export function KeysPanel({ onBinding }: { readonly onBinding: (binding: boolean) => void }) {
  const { settings } = useConsole();
  const kept = useSettings((view) => view.settings.demonstrate);
  const [open, setOpen] = useState(false);
  const [waiting, setWaiting] = useState<DemonstrationAction | null>(null);

  useEffect(() => {
    onBinding(waiting !== null);
    if (waiting === null) return;
    const take = (event: KeyboardEvent) => {
      event.preventDefault();
      if (canBeBound(event.code)) {
        const { demonstrate } = settings.view.getState().settings;
        settings.change({ demonstrate: bound(demonstrate, waiting, event.code) });
      }
      setWaiting(null);
    };
    window.addEventListener('keydown', take, { once: true });
    return () => window.removeEventListener('keydown', take);
  }, [waiting, onBinding, settings]);

  return (
    <section className={styles.section} aria-label="Keys">
      <h2>
        <span>Keys</span>
        <PushButton look="quiet" testId="keys-toggle" pressed={open} onPress={() => setOpen(!open)}>
          {open ? 'Hide' : 'Show and change'}
        </PushButton>
      </h2>
      {open && (
        <>
          <div className={styles.keys}>
            {demonstrationActions.map((action) => (
              <Row
                key={action}
                action={action}
                keys={keysOf(kept, action)}
                waiting={waiting === action}
                onChange={() => setWaiting(waiting === action ? null : action)}
              />
            ))}
          </div>
          <p className={styles.muted}>
            Esc and Space stop, always, and cannot be given away. Shift while holding goes slower.
          </p>
          {Object.keys(kept.keys).length > 0 && (
            <PushButton
              testId="keys-reset"
              onPress={() => settings.change({ demonstrate: { ...kept, keys: {} } })}
            >
              Back to the default keys
            </PushButton>
          )}
        </>
      )}
    </section>
  );
}

function Row(props: {
  readonly action: DemonstrationAction;
  readonly keys: readonly string[];
  readonly waiting: boolean;
  readonly onChange: () => void;
}) {
  const { action, keys, waiting, onChange } = props;
  return (
    <>
      <span>{actionWords[action]}</span>
      <button type="button" aria-pressed={waiting} data-testid={`key-${action}`} onClick={onChange}>
        {waiting ? 'press a key' : keys.map(keyName).join(' or ') || 'none'}
      </button>
    </>
  );
}
