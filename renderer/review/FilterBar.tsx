import { IconSearch } from '@tabler/icons-react';
import { type EpisodeSummary, outcomeSchema } from '../../shared/contract/recorderContract';
import { outcomeWords } from '../operate/stateWords';
import styles from './FilterBar.module.css';
import { choicesOf, type EpisodeFilter } from './filterEpisodes';

interface Props {
  readonly episodes: readonly EpisodeSummary[];
  readonly filter: EpisodeFilter;
  readonly onChange: (filter: EpisodeFilter) => void;
}

const periods = [
  ['', 'Any time'],
  ['1', 'Last day'],
  ['7', 'Last 7 days'],
  ['30', 'Last 30 days'],
  ['365', 'Last year'],
] as const;

/** Words and conditions that narrow the list. What has only one value is not asked for. */
export function FilterBar({ episodes, filter, onChange }: Props) {
  const change = (part: Partial<EpisodeFilter>) => onChange({ ...filter, ...part });
  const robots = choicesOf(episodes, 'robot');
  const models = choicesOf(episodes, 'model');
  return (
    <search className={styles.bar}>
      <label className={styles.words}>
        <IconSearch size={14} aria-hidden />
        <input
          type="search"
          data-testid="episode-search"
          aria-label="Find episodes by words"
          placeholder="Find by words"
          maxLength={200}
          value={filter.words}
          onChange={(event) => change({ words: event.currentTarget.value })}
        />
      </label>
      <select
        aria-label="Outcome"
        data-testid="episode-outcome"
        value={filter.outcome}
        onChange={(event) => {
          const outcome = outcomeSchema.safeParse(event.currentTarget.value);
          change({ outcome: outcome.success ? outcome.data : 'any' });
        }}
      >
        <option value="any">Any outcome</option>
        {outcomeSchema.options.map((outcome) => (
          <option key={outcome} value={outcome}>
            {outcomeWords[outcome][1]}
          </option>
        ))}
      </select>
      <select
        aria-label="Recorded"
        value={filter.days === null ? '' : String(filter.days)}
        onChange={(event) =>
          change({ days: event.currentTarget.value ? Number(event.currentTarget.value) : null })
        }
      >
        {periods.map(([days, word]) => (
          <option key={days} value={days}>
            {word}
          </option>
        ))}
      </select>
      {robots.length > 1 && (
        <Choice name="robot" values={robots} value={filter.robot} onChange={(robot) => change({ robot })} />
      )}
      {models.length > 1 && (
        <Choice name="model" values={models} value={filter.model} onChange={(model) => change({ model })} />
      )}
    </search>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly values: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Choice({ name, values, value, onChange }: ChoiceProps) {
  return (
    <select aria-label={name} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">Any {name}</option>
      {values.map((each) => (
        <option key={each} value={each}>
          {each}
        </option>
      ))}
    </select>
  );
}
