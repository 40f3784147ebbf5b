import { useState } from 'react';
import { useStore } from 'zustand';
import type { ReplayStep } from '../../shared/contract/plannerContract';
import { useConsole, useLoop, useTelemetry } from '../ui/ConsoleContext';
import { PushButton } from '../ui/PushButton';
import { StatusMark } from '../ui/StatusMark';
import type { Ghost } from './ghostStore';
import styles from './JogPanel.module.css';

/** N: as a jogged gripper closes. */
const gripForce = 30;

/** What comes of the ghost: a motion to it, planned, and approved like any other. */
export function GhostPanel({ ghost }: { readonly ghost: Ghost }) {
  const { loop, demonstration, telemetry } = useConsole();
  const { reachable, turning, target } = useStore(ghost.view);
  const idle = useLoop(({ session }) => session.state === 'idle');
  const resting = useTelemetry(({ robot }) => robot?.mode === 'idle');
  const [problem, setProblem] = useState('');
  const ready = idle && resting && reachable && target !== null;

  function go(title: string, grip: number | null): void {
    const steps: ReplayStep[] = [{ type: 'motion', positions: [[...ghost.view.getState().positions]] }];
    if (grip !== null) steps.push({ type: 'gripper', width: grip, force: gripForce });
    setProblem(loop.startReplay(title, steps, demonstration.takesPlans()) ?? '');
  }
  const { maxWidth } = ghost.robot.gripper;
  return (
    <div className={styles.ghost} data-testid="ghost-panel">
      <p className={styles.words} role="status">
        {!reachable && <StatusMark status="warn" size={14} />}
        <span>
          {problem ||
            (reachable
              ? 'Drag the handles at the ghost’s gripper in the Robot view. Nothing moves before you approve the plan.'
              : 'Out of reach: the arm cannot hold its gripper there.')}
        </span>
      </p>
      <div className={styles.row}>
        <PushButton pressed={!turning} onPress={() => ghost.setTurning(false)}>
          Shift it
        </PushButton>
        <PushButton pressed={turning} onPress={() => ghost.setTurning(true)}>
          Turn it
        </PushButton>
        <PushButton
          onPress={() => {
            const { robot } = telemetry.getState();
            if (robot) ghost.settle(robot.positions);
          }}
        >
          Back to the arm
        </PushButton>
      </div>
      <div className={styles.row}>
        <PushButton
          look="primary"
          testId="ghost-plan"
          disabled={!ready}
          onPress={() => go('Move the gripper to the ghost', null)}
        >
          Plan the way there
        </PushButton>
        <PushButton disabled={!ready} onPress={() => go('Move to the ghost and close the gripper', 0)}>
          and close
        </PushButton>
        <PushButton disabled={!ready} onPress={() => go('Move to the ghost and open the gripper', maxWidth)}>
          and open
        </PushButton>
      </div>
    </div>
  );
}
