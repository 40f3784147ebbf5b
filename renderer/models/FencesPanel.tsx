import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { defaultFences } from '../../shared/contract/fences';
import { mayMove } from '../../shared/contract/robotContract';
import { motionLimits } from '../../shared/motion/limits';
import { need } from '../loop/clients';
import { useConsole, useFences, useRobotModel, useSettings, useTelemetry } from '../ui/ConsoleContext';
import { PushButton } from '../ui/PushButton';
import styles from './FencesPanel.module.css';
import { draftOf, type FencesDraft, readDraft, type TypedBox } from './fencesDraft';
import panel from './ModelsPage.module.css';

const axes = ['x', 'y', 'z'] as const;
const words = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Where the arm may be: looked at and changed here, held and enforced by the robot process. */
export function FencesPanel() {
  const { clients } = useConsole();
  const held = useFences();
  const robot = useRobotModel();
  const operator = useSettings(({ settings }) => settings.operator);
  const idle = useTelemetry(({ robot }) => !robot || !mayMove(robot.mode));
  const [draft, setDraft] = useState<FencesDraft | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  // What the robot process holds is what counts: a form about other fences is closed.
  useEffect(() => {
    if (held) setDraft(null);
    setRefused(null);
  }, [held]);

  if (!held) {
    return (
      <section className={`${panel.panel} ${styles.wide}`} aria-label="Fences">
        <h2>Fences</h2>
        <p>The robot process has not told its fences yet.</p>
      </section>
    );
  }
  const shown = draft ?? draftOf(held.fences);
  const read = readDraft(shown);
  const problem = 'problem' in read ? read.problem : refused;
  const limits = robot && motionLimits(robot);
  const free = limits?.jointNames.filter((name) => !shown.joints.some(({ joint }) => joint === name)) ?? [];
  const change = (next: Partial<FencesDraft>) => {
    setRefused(null);
    setDraft({ ...shown, ...next });
  };
  const changeBox = (key: string, next: Partial<FencesDraft['keepOut'][number]>) =>
    change({ keepOut: shown.keepOut.map((box) => (box.key === key ? { ...box, ...next } : box)) });
  const changeJoint = (key: string, next: Partial<FencesDraft['joints'][number]>) =>
    change({ joints: shown.joints.map((row) => (row.key === key ? { ...row, ...next } : row)) });

  async function save(): Promise<void> {
    if ('problem' in read) return;
    setSaving(true);
    try {
      await need(clients, 'robot').request('setFences', { fences: read.fences, operator });
    } catch (error) {
      setRefused(words(error));
    }
    setSaving(false);
  }

  return (
    <section className={`${panel.panel} ${styles.wide}`} aria-label="Fences" data-testid="fences-panel">
      <h2>Fences</h2>
      <p>
        Metres in the robot's base frame: x ahead, y to its left, z up from the table. Plans are made inside,
        and the robot process refuses every plan that is not. Saving voids plans that were not approved yet.
      </p>
      <table className={styles.boxes}>
        <thead>
          <tr>
            <th scope="col">Box</th>
            {axes.map((axis) => (
              <th key={axis} scope="col">
                {axis} from, to (m)
              </th>
            ))}
            <th aria-label="Remove" />
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Workspace: stay inside</th>
            <BoxFields
              name="Workspace"
              box={shown.workspace}
              onChange={(workspace) => change({ workspace })}
            />
            <td />
          </tr>
          {shown.keepOut.map((box) => (
            <tr key={box.key}>
              <td>
                <input
                  type="text"
                  aria-label="Name of the keep-out box"
                  maxLength={60}
                  value={box.name}
                  onChange={(event) => changeBox(box.key, { name: event.currentTarget.value })}
                />
              </td>
              <BoxFields name={box.name} box={box} onChange={(next) => changeBox(box.key, next)} />
              <td>
                <PushButton
                  look="quiet"
                  label={`Remove ${box.name}`}
                  onPress={() => change({ keepOut: shown.keepOut.filter(({ key }) => key !== box.key) })}
                >
                  <IconTrash size={14} aria-hidden />
                </PushButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {limits && shown.joints.length > 0 && (
        <table className={styles.boxes}>
          <thead>
            <tr>
              <th scope="col">Joint soft limit</th>
              <th scope="col">from, to (rad)</th>
              <th scope="col">The robot's own range</th>
              <th aria-label="Remove" />
            </tr>
          </thead>
          <tbody>
            {shown.joints.map((row) => {
              const j = limits.jointNames.indexOf(row.joint);
              return (
                <tr key={row.key}>
                  <td>
                    <select
                      aria-label="Joint"
                      value={row.joint}
                      onChange={(event) => changeJoint(row.key, { joint: event.currentTarget.value })}
                    >
                      {[row.joint, ...free].map((name) => (
                        <option key={name}>{name}</option>
                      ))}
                    </select>
                  </td>
                  <td>
                    <span className={styles.pair}>
                      <NumberField
                        label={`${row.joint} from`}
                        value={row.lower}
                        onChange={(lower) => changeJoint(row.key, { lower })}
                      />
                      <NumberField
                        label={`${row.joint} to`}
                        value={row.upper}
                        onChange={(upper) => changeJoint(row.key, { upper })}
                      />
                    </span>
                  </td>
                  <td className="mono">
                    {j < 0
                      ? 'not a joint of this robot'
                      : `${limits.lower[j]?.toFixed(3)} .. ${limits.upper[j]?.toFixed(3)}`}
                  </td>
                  <td>
                    <PushButton
                      look="quiet"
                      label={`Remove the soft limit of ${row.joint}`}
                      onPress={() => change({ joints: shown.joints.filter(({ key }) => key !== row.key) })}
                    >
                      <IconTrash size={14} aria-hidden />
                    </PushButton>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <div className={panel.row}>
        <PushButton
          disabled={shown.keepOut.length >= 20}
          onPress={() => change({ keepOut: [...shown.keepOut, newBox(shown)] })}
          testId="fences-add-box"
        >
          <IconPlus size={14} aria-hidden /> Keep-out box
        </PushButton>
        <PushButton
          disabled={free.length === 0}
          onPress={() => {
            const joint = free[0];
            const j = limits?.jointNames.indexOf(joint ?? '') ?? -1;
            if (!joint || !limits || j < 0) return;
            const row = {
              key: crypto.randomUUID(),
              joint,
              lower: rad(limits.lower[j]!),
              upper: rad(limits.upper[j]!),
            };
            change({ joints: [...shown.joints, row] });
          }}
        >
          <IconPlus size={14} aria-hidden /> Joint soft limit
        </PushButton>
        <span className={styles.apart} />
        <PushButton look="quiet" onPress={() => setDraft(draftOf(defaultFences))}>
          Defaults
        </PushButton>
        <PushButton look="quiet" disabled={!draft} onPress={() => change(draftOf(held.fences))}>
          Undo
        </PushButton>
        <PushButton
          look={draft && 'fences' in read ? 'primary' : 'plain'}
          disabled={!draft || 'problem' in read || !idle}
          busy={saving}
          hint={idle ? 'The robot process checks and keeps them' : 'Possible when the robot is idle'}
          onPress={() => void save()}
          testId="fences-save"
        >
          Save fences
        </PushButton>
      </div>
    </section>
  );
}

const rad = (value: number) => value.toFixed(3);

function newBox({ keepOut }: FencesDraft): FencesDraft['keepOut'][number] {
  let n = keepOut.length + 1;
  while (keepOut.some(({ name }) => name === `Box ${n}`)) n++;
  return {
    key: crypto.randomUUID(),
    name: `Box ${n}`,
    min: ['0.30', '0.40', '0.00'],
    max: ['0.50', '0.60', '0.30'],
  };
}

interface BoxProps {
  readonly name: string;
  readonly box: TypedBox;
  readonly onChange: (box: TypedBox) => void;
}

/** Three cells: from and to along each axis. */
function BoxFields({ name, box, onChange }: BoxProps) {
  const put = (side: 'min' | 'max', k: number, text: string) => {
    const next = box[side].map((value, i) => (i === k ? text : value)) as unknown as TypedBox['min'];
    onChange({ min: box.min, max: box.max, [side]: next });
  };
  return axes.map((axis, k) => (
    <td key={axis}>
      <span className={styles.pair}>
        <NumberField
          label={`${name}: ${axis} from`}
          value={box.min[k]!}
          onChange={(text) => put('min', k, text)}
        />
        <NumberField
          label={`${name}: ${axis} to`}
          value={box.max[k]!}
          onChange={(text) => put('max', k, text)}
        />
      </span>
    </td>
  ));
}

interface NumberProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

function NumberField({ label, value, onChange }: NumberProps) {
  return (
    <input
      type="text"
      inputMode="decimal"
      className={`mono ${styles.number}`}
      aria-label={label}
      maxLength={12}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
