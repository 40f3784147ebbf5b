import { useCallback, useEffect, useRef, useState } from 'react';
import type { Comparison } from '../../../shared/contract/inferenceContract';
import { need } from '../../loop/clients';
import { checkInstruction, maxInstructionLength } from '../../loop/instructionCheck';
import type { DecisionFrame } from '../../loop/loopView';
import { useConsole, useLoop } from '../../ui/ConsoleContext';
import { PushButton } from '../../ui/PushButton';
import { StatusMark } from '../../ui/StatusMark';
import models from '../ModelsPage.module.css';
import { usePacks } from '../usePacks';
import { ComparedModel } from './ComparedModel';
import styles from './ComparePanel.module.css';

/** Two large models may both take minutes. */
const timeoutMs = 20 * 60_000;

/** The loaded model and another pack answer one instruction on the picture of now, side by side. Nothing is planned. */
export function ComparePanel() {
  const { clients, bridge } = useConsole();
  const { packs, look, loaded } = usePacks();
  const idle = useLoop(({ session }) => session.state === 'idle' || session.state === 'stopped');
  const [folder, setFolder] = useState('');
  const [instruction, setInstruction] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [compared, setCompared] = useState<{ frame: DecisionFrame; comparison: Comparison } | null>(null);
  const asked = useRef<string | null>(null);
  const [busy, setBusy] = useState(false);

  const callOff = useCallback(() => {
    const proposalId = asked.current;
    if (proposalId) {
      clients('inference')
        ?.request('cancel', { proposalId })
        .catch(() => undefined);
    }
  }, [clients]);
  // Who leaves the page does not wait for the answer any more.
  useEffect(() => callOff, [callOff]);

  async function choose(): Promise<void> {
    const chosen = await bridge.chooseModelFolder();
    if (chosen !== null) setFolder(chosen);
  }

  async function compare(): Promise<void> {
    const checked = checkInstruction(instruction);
    if (!checked.ok) return setProblem(checked.text);
    if (folder === '') return setProblem('Choose the pack to compare with.');
    const proposalId = crypto.randomUUID();
    asked.current = proposalId;
    setProblem(null);
    setCompared(null);
    setBusy(true);
    try {
      const frame = await need(clients, 'camera').request('freeze', {});
      const comparison = await need(clients, 'inference').request(
        'compare',
        {
          proposalId,
          observationId: frame.observation.observationId,
          instruction: checked.instruction,
          kinds: ['affordance', 'trajectory'],
          folder,
        },
        { timeoutMs },
      );
      setCompared({ frame, comparison });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      asked.current = null;
      setBusy(false);
    }
  }

  const usable = packs.filter((pack) => pack.problem === null);
  const known = usable.some((pack) => pack.folder === folder);
  return (
    <section className={`${models.panel} ${styles.panel}`} aria-label="Compare" data-testid="compare-panel">
      <h2>Compare with another pack</h2>
      <p>
        The loaded model and the other one answer the same instruction on the picture of now. Nothing is
        planned, and nothing moves.
      </p>
      <div className={models.field}>
        <label htmlFor="compare-pack">Other pack</label>
        <div className={styles.choice}>
          <select
            id="compare-pack"
            data-testid="compare-pack"
            value={folder}
            onFocus={() => void look()}
            onChange={(event) => setFolder(event.currentTarget.value)}
          >
            <option value="">Choose one</option>
            {usable.map(({ folder, name, version, packHash }) => (
              <option key={folder} value={folder}>
                {name} {version}
                {packHash === loaded ? ' (the loaded one)' : ''}
              </option>
            ))}
            {folder !== '' && !known && <option value={folder}>{folder}</option>}
          </select>
          <PushButton onPress={() => void choose()}>From a folder</PushButton>
        </div>
      </div>
      <div className={models.field}>
        <label htmlFor="compare-instruction">Instruction</label>
        <input
          id="compare-instruction"
          type="text"
          data-testid="compare-instruction"
          placeholder="For instance: put the red cube in the blue bowl"
          maxLength={maxInstructionLength}
          value={instruction}
          onChange={(event) => setInstruction(event.currentTarget.value)}
        />
      </div>
      <div className={models.row}>
        <PushButton
          testId="compare-button"
          disabled={!idle || loaded === null}
          busy={busy}
          onPress={() => void compare()}
        >
          {busy ? 'Both are asked' : 'Compare'}
        </PushButton>
        {busy && <PushButton onPress={callOff}>Call it off</PushButton>}
      </div>
      {problem && (
        <p className={models.problem} role="alert" data-testid="compare-problem">
          {problem}
        </p>
      )}
      {compared && (
        <div className={styles.both}>
          <ComparedModel frame={compared.frame} compared={compared.comparison.first} />
          {compared.comparison.second ? (
            <ComparedModel frame={compared.frame} compared={compared.comparison.second} />
          ) : (
            <div className={styles.model} role="alert" data-testid="compare-fault">
              <p className={styles.problem}>
                <StatusMark status="bad" />
                {compared.comparison.fault?.happened}
              </p>
              <p>{compared.comparison.fault?.next}</p>
            </div>
          )}
        </div>
      )}
    </section>
  );
}
