import { useEffect, useState } from 'react';
import { settingsSchema } from '../../shared/contract/bridge';
import { SpeedControl } from '../operate/SpeedControl';
import { useConsole, useSettings, useTelemetry } from '../ui/ConsoleContext';
import { StatusMark } from '../ui/StatusMark';
import styles from './ModelsPage.module.css';

const themes = [
  ['dark', 'Dark'],
  ['light', 'Light'],
  ['system', 'As the system'],
] as const;

const pictureChoices = [
  ['jpeg', 'JPEG: every picture stands alone'],
  ['video', 'H.264 video: smaller files'],
] as const;

export function SettingsPanel() {
  const { settings } = useConsole();
  const pictures = useTelemetry(({ recorder }) => recorder?.pictures ?? null);
  const current = useSettings(({ settings }) => settings);
  const episodesFolder = useSettings(({ appInfo }) => appInfo?.episodesFolder ?? '');
  return (
    <section className={styles.panel} aria-label="Settings">
      <h2>Settings</h2>
      <OperatorField />
      <div className={styles.field}>
        <label htmlFor="theme">Theme</label>
        <select
          id="theme"
          value={current.theme}
          onChange={(event) => {
            const theme = settingsSchema.shape.theme.safeParse(event.currentTarget.value);
            if (theme.success) settings.change({ theme: theme.data });
          }}
        >
          {themes.map(([value, word]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </select>
      </div>
      <div className={styles.field}>
        <span>Motion</span>
        <SpeedControl />
      </div>
      <div className={styles.field}>
        <label htmlFor="pictures">Pictures</label>
        <select
          id="pictures"
          data-testid="pictures-choice"
          value={current.pictures}
          onChange={(event) => {
            const choice = settingsSchema.shape.pictures.safeParse(event.currentTarget.value);
            if (choice.success) settings.change({ pictures: choice.data });
          }}
        >
          {pictureChoices.map(([value, word]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </select>
        {current.pictures === 'video' && pictures && (
          <p className={styles.beside} data-testid="pictures-words" data-format={pictures.format}>
            {pictures.format === 'jpeg' && <StatusMark status="warn" size={13} />}
            <span>{pictures.text} What the model decides on is always kept exactly.</span>
          </p>
        )}
      </div>
      <div className={styles.field}>
        <span>Episodes</span>
        <span className="mono">{episodesFolder}</span>
      </div>
    </section>
  );
}

/** The name that stands in every approval. An empty one is not taken. */
function OperatorField() {
  const { settings } = useConsole();
  const kept = useSettings(({ settings }) => settings.operator);
  const [typed, setTyped] = useState(kept);
  useEffect(() => setTyped(kept), [kept]);
  const valid = settingsSchema.shape.operator.safeParse(typed).success;
  return (
    <div className={styles.field}>
      <label htmlFor="operator">Operator</label>
      <input
        id="operator"
        type="text"
        data-testid="operator-input"
        maxLength={100}
        value={typed}
        aria-invalid={!valid}
        title="Stands in every approval"
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => {
          if (valid) settings.change({ operator: typed.trim() });
          else setTyped(kept);
        }}
      />
    </div>
  );
}
