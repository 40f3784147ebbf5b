import { useId, useState } from 'react';
import { automaticProvider, type ProviderTrial } from '../../shared/contract/inferenceContract';
import { need } from '../loop/clients';
import { messageOf } from '../loop/faults';
import { useConsole, useLoop, useTelemetry } from '../ui/ConsoleContext';
import { formatMs } from '../ui/format';
import styles from './ModelsPage.module.css';
import trials from './RuntimeChoice.module.css';

/** Measuring a large model on each provider takes minutes. */
const timeoutMs = 600_000;

const names: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
  coreml: 'Core ML',
  dml: 'DirectML',
};
const nameOf = (provider: string) => names[provider] ?? provider;

/** What packs are computed on: the fastest that says what the CPU says, or always the same one; with what was measured. */
export function RuntimeChoice() {
  const { clients } = useConsole();
  const runtime = useTelemetry(({ inference }) => inference?.runtime ?? null);
  const idle = useLoop(({ session }) => session.state === 'idle' || session.state === 'stopped');
  const free = useTelemetry(({ inference }) => inference?.state === 'ready');
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  if (!runtime) return null;
  const known = ['cpu', ...runtime.trials.map(({ provider }) => provider)];
  const offered = [automaticProvider, ...new Set([...known, runtime.choice])].filter(
    (each, index, all) => all.indexOf(each) === index,
  );

  async function choose(choice: string): Promise<void> {
    setProblem(null);
    try {
      await need(clients, 'inference').request('setProvider', { choice }, { timeoutMs });
    } catch (error) {
      setProblem(messageOf(error));
    }
  }

  return (
    <>
      <div className={styles.field}>
        <label htmlFor={id}>Compute on</label>
        <select
          id={id}
          data-testid="provider-select"
          disabled={!idle || !free}
          value={runtime.choice}
          onChange={(event) => void choose(event.currentTarget.value)}
        >
          {offered.map((each) => (
            <option key={each} value={each}>
              {each === automaticProvider
                ? 'The fastest that says what the CPU says'
                : `Always ${nameOf(each)}`}
            </option>
          ))}
        </select>
      </div>
      {runtime.trials.length > 0 && (
        <table className={trials.trials} data-testid="provider-trials">
          <tbody>
            {runtime.trials.map((trial) => (
              <tr key={trial.provider}>
                <td>{nameOf(trial.provider)}</td>
                <td title={trial.problem ?? undefined}>{trialWords(trial)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

/** ONNX Runtime's commonest reasons, which go on for a page; the whole text is the line's hint. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/load shared library|cannot open shared object/i, 'its libraries are not on this machine'],
  [/WebGPU adapter/i, 'this machine offers no graphics adapter for it'],
];
const shortest = 160;

function reasonOf(problem: string): string {
  const known = reasons.find(([pattern]) => pattern.test(problem));
  if (known) return known[1];
  return problem.length > shortest ? `${problem.slice(0, shortest)}\u2026` : problem;
}

function trialWords({ problem, sameAsCpu, firstTokenMs, tokensPerSec }: ProviderTrial): string {
  if (problem !== null) return `cannot be used: ${reasonOf(problem)}`;
  const figures = `first token ${formatMs(firstTokenMs)}, ${tokensPerSec?.toFixed(0)} tokens/s`;
  return sameAsCpu ? figures : `${figures}, but not what the CPU says`;
}
