import type { PointerEvent, ReactNode } from 'react';
import { useStore } from 'zustand';
import { type DemonstrationAction, keysOf } from '../../shared/contract/demonstrationKeys';
import { motionLimits } from '../../shared/motion/limits';
import { useConsole, useRobotModel, useSettings, useTelemetry } from '../ui/ConsoleContext';
import { StatusMark } from '../ui/StatusMark';
import type { Axis, JogSpace, Push } from './commandOf';
import { GhostPanel } from './GhostPanel';
import type { Ghost } from './ghostStore';
import styles from './JogPanel.module.css';
import { keyName } from './keyWords';
import { ReplayPanel } from './ReplayPanel';

const spaces: Readonly<Record<JogSpace, string>> = { base: 'Base', tool: 'Tool', joints: 'Joints' };

/** By what the arm is moved: held keys, a ghost that is dragged, a recorded way. */
export const ways = { jog: 'Jog', ghost: 'Drag the ghost', replay: 'Replay' } as const;
export type Way = keyof typeof ways;

interface Props {
  readonly way: Way;
  readonly onWay: (way: Way) => void;
  readonly ghost: Ghost | null;
  readonly space: JogSpace;
  readonly onSpace: (space: JogSpace) => void;
  readonly joint: number;
  readonly onJoint: (joint: number) => void;
  readonly gamepad: string | null;
}

/** What moves the arm: the buttons to jog with, while one is held, or a motion that is planned and approved. */
export function JogPanel({ way, onWay, ghost, space, onSpace, joint, onJoint, gamepad }: Props) {
  const { demonstration } = useConsole();
  const on = useStore(demonstration.view, ({ phase, jog }) => phase === 'recording' && jog !== null);
  return (
    <section className={styles.panel} aria-label="Jogging" data-on={on} data-testid="jog-panel">
      <header className={styles.head}>
        <fieldset className={styles.spaces} aria-label="Move the arm by">
          {(Object.keys(ways) as Way[]).map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === way}
              data-testid={`way-${each}`}
              onClick={() => onWay(each)}
            >
              {ways[each]}
            </button>
          ))}
        </fieldset>
        {way === 'jog' && (
          <fieldset className={styles.spaces} aria-label="Jog along">
            {(Object.keys(spaces) as JogSpace[]).map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={each === space}
                data-testid={`jog-space-${each}`}
                onClick={() => onSpace(each)}
              >
                {spaces[each]}
              </button>
            ))}
          </fieldset>
        )}
        {way === 'jog' && <JogWords on={on} />}
        {way === 'jog' && gamepad !== null && (
          <span className={styles.pad}>Gamepad: hold the right shoulder button</span>
        )}
      </header>
      {way === 'ghost' &&
        (ghost ? (
          <GhostPanel ghost={ghost} />
        ) : (
          <p className={styles.small}>The robot has not described itself yet.</p>
        ))}
      {way === 'replay' && <ReplayPanel />}
      {way === 'jog' && (
        <div className={styles.pads}>
          {space === 'joints' ? (
            <JointPads on={on} joint={joint} onJoint={onJoint} />
          ) : (
            <div className={styles.axes}>
              <AxisPads
                name="Move"
                on={on}
                rows={[
                  ['x', 'x+', 'x-'],
                  ['y', 'y+', 'y-'],
                  ['z', 'z+', 'z-'],
                ]}
              />
              <AxisPads
                name="Turn"
                on={on}
                rows={[
                  ['turnX', 'turnX+', 'turnX-'],
                  ['turnY', 'turnY+', 'turnY-'],
                  ['turnZ', 'turnZ+', 'turnZ-'],
                ]}
              />
            </div>
          )}
          <GripperPad on={on} />
        </div>
      )}
    </section>
  );
}

/** What the arm does with what is held, in words. */
function JogWords({ on }: { readonly on: boolean }) {
  const held = useTelemetry(({ robot }) => (robot?.manual?.holdId ?? null) !== null);
  const problem = useTelemetry(({ robot }) => robot?.manual?.problem ?? '');
  const words = !on
    ? 'Moves nothing: jogging is approved when you start recording.'
    : problem !== ''
      ? problem
      : held
        ? 'Held: the arm moves. Let go and it rests.'
        : 'Hold a key or a button. Shift goes slower.';
  return (
    <p className={styles.words} role="status" data-testid="jog-words" data-held={held}>
      {on && problem !== '' && <StatusMark status="warn" size={14} />}
      <span title={words}>{words}</span>
    </p>
  );
}

interface HoldProps {
  readonly on: boolean;
  readonly source: string;
  readonly push: Push;
  readonly label: string;
  readonly children: ReactNode;
}

/** A button that is held, by mouse, finger or the key Enter does not do: only holding moves anything. */
function HoldButton({ on, source, push, label, children }: HoldProps) {
  const { demonstration } = useConsole();
  const { holds } = demonstration;
  const press = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    holds.press(source, push);
  };
  const letGo = () => holds.release(source);
  return (
    <button
      type="button"
      className={styles.hold}
      disabled={!on}
      aria-label={label}
      title={label}
      data-testid={source}
      onPointerDown={press}
      onPointerUp={letGo}
      onPointerCancel={letGo}
      onLostPointerCapture={letGo}
      onContextMenu={(event) => event.preventDefault()}
    >
      {children}
    </button>
  );
}

const axisNames: Readonly<Record<string, string>> = {
  x: 'x',
  y: 'y',
  z: 'z',
  turnX: 'x',
  turnY: 'y',
  turnZ: 'z',
};

function useKeyNames(): (action: DemonstrationAction) => string {
  const settings = useSettings(({ settings }) => settings.demonstrate);
  return (action) => keysOf(settings, action).slice(0, 1).map(keyName).join('');
}

function AxisPads(props: {
  readonly name: string;
  readonly on: boolean;
  readonly rows: readonly (readonly [Axis, DemonstrationAction, DemonstrationAction])[];
}) {
  const { name, on, rows } = props;
  const key = useKeyNames();
  return (
    <div className={styles.group}>
      <h3>{name}</h3>
      {rows.map(([axis, plus, minus]) => (
        <div key={axis} className={styles.axis}>
          {[
            { sign: '−', share: -1, action: minus },
            { sign: '+', share: 1, action: plus },
          ].map(({ sign, share, action }) => (
            <HoldButton
              key={sign}
              on={on}
              source={`jog-${axis}${share > 0 ? '+' : '-'}`}
              push={{ axis, share }}
              label={`${name} ${name === 'Turn' ? 'about ' : ''}${axisNames[axis]} ${sign}`}
            >
              <span>
                {axisNames[axis]} {sign}
              </span>
              <kbd>{key(action)}</kbd>
            </HoldButton>
          ))}
        </div>
      ))}
    </div>
  );
}

function GripperPad({ on }: { readonly on: boolean }) {
  const { demonstration } = useConsole();
  const width = useTelemetry(({ robot }) => Math.round((robot?.gripperWidth ?? 0) * 1000));
  const key = useKeyNames();
  return (
    <div className={styles.group}>
      <h3>
        Gripper <output>{width} mm</output>
      </h3>
      <button
        type="button"
        className={styles.press}
        disabled={!on}
        data-testid="jog-close"
        onClick={() => void demonstration.grip(false)}
      >
        <span>Close</span>
        <kbd>{key('closeGripper')}</kbd>
      </button>
      <button
        type="button"
        className={styles.press}
        disabled={!on}
        data-testid="jog-open"
        onClick={() => void demonstration.grip(true)}
      >
        <span>Open</span>
        <kbd>{key('openGripper')}</kbd>
      </button>
      <p className={styles.small}>One press each; it goes on when let go.</p>
    </div>
  );
}

function JointPads(props: {
  readonly on: boolean;
  readonly joint: number;
  readonly onJoint: (joint: number) => void;
}) {
  const { on, joint, onJoint } = props;
  const robot = useRobotModel();
  const key = useKeyNames();
  const positions = useTelemetry(({ robot }) =>
    (robot?.positions ?? []).map((p) => ((p * 180) / Math.PI).toFixed(0)).join(','),
  ).split(',');
  if (!robot) return <p className={styles.small}>The robot has not described itself yet.</p>;
  const limits = motionLimits(robot);
  return (
    <div className={styles.joints}>
      {limits.jointNames.map((name, j) => {
        const degrees = Number(positions[j] ?? 0);
        const [lower, upper] = [limits.lower[j]!, limits.upper[j]!].map((p) => (p * 180) / Math.PI);
        const share = (degrees - lower!) / (upper! - lower!);
        return (
          <div key={name} className={styles.joint} data-chosen={j === joint}>
            <button
              type="button"
              className={styles.choose}
              aria-pressed={j === joint}
              onClick={() => onJoint(j)}
            >
              J{j + 1}
            </button>
            <HoldButton on={on} source={`jog-joint-${j}-`} push={{ axis: j, share: -1 }} label={`${name} −`}>
              <span>−</span>
              {j === joint && <kbd>{key('joint-')}</kbd>}
            </HoldButton>
            <output title={`${name}: ${lower!.toFixed(0)}° to ${upper!.toFixed(0)}°`}>
              {degrees}°
              <i style={{ left: `${Math.max(0, Math.min(100, share * 100))}%` }} aria-hidden />
            </output>
            <HoldButton on={on} source={`jog-joint-${j}+`} push={{ axis: j, share: 1 }} label={`${name} +`}>
              <span>+</span>
              {j === joint && <kbd>{key('joint+')}</kbd>}
            </HoldButton>
          </div>
        );
      })}
    </div>
  );
}
