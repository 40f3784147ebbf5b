import { IconCube3dSphere } from '@tabler/icons-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { SessionStateName } from '../../shared/session/sessionMachine';
import { segmentSpans } from '../plan/planClock';
import { Pane } from '../stage/Pane';
import type { PlanCursorStore } from '../stage/planCursor';
import { usePalette } from '../theme/usePalette';
import { useConsole, useFences, useLoop, useRobotModel, useTelemetry } from '../ui/ConsoleContext';
import { PushButton } from '../ui/PushButton';
import { driveByPlan, driveByTelemetry } from './drives';
import { FenceBoxes } from './FenceBoxes';
import { GroundingMarks } from './GroundingMarks';
import { ghostOpacity, RobotBody } from './RobotBody';
import { RobotScene } from './RobotScene';
import styles from './RobotView.module.css';

interface Props {
  readonly cursor: PlanCursorStore;
  readonly large: boolean;
  readonly onLarge: () => void;
  /** More to draw in the same space. */
  readonly children?: ReactNode;
  /** Beside the title. */
  readonly words?: ReactNode;
}

/** While the plan lies ahead or is being executed. */
const ghostStates: ReadonlySet<SessionStateName> = new Set(['awaitingApproval', 'executing', 'stopping']);

/** The robot where its joints are, and as a ghost where the plan will have it. */
export function RobotView({ cursor, large, onLarge, children, words }: Props) {
  const palette = usePalette();
  const { loop, telemetry } = useConsole();
  const [fenced, setFenced] = useState(true);
  const fences = useFences()?.fences;
  const shown = useLoop(({ run }) => run?.plan ?? null);
  const ghost = useLoop(({ session, run }) => run?.plan && ghostStates.has(session.state));
  const robot = useRobotModel();
  const known = useTelemetry((now) => now.robot !== null && now.robot.mode !== 'disconnected');
  const actual = useMemo(() => driveByTelemetry(telemetry), [telemetry]);
  const planned = useMemo(
    () => shown && driveByPlan(loop.view, cursor, shown.plan, segmentSpans(shown.plan)),
    [loop, cursor, shown],
  );
  return (
    <Pane
      title="Robot"
      icon={<IconCube3dSphere size={14} aria-hidden />}
      area="robot"
      large={large}
      onLarge={onLarge}
      note={
        <>
          {words}
          {ghost && <span className={styles.ghostKey}>ghost: the plan</span>}
          {!known && <span>posture unknown</span>}
          {fences && (
            <PushButton
              look="quiet"
              pressed={fenced}
              hint={`${fenced ? 'Hide' : 'Show'} the workspace fence and the keep-out boxes`}
              testId="fences-toggle"
              onPress={() => setFenced(!fenced)}
            >
              <span className={styles.fenceKey}>fences</span>
            </PushButton>
          )}
        </>
      }
    >
      <RobotScene palette={palette}>
        {fenced && fences && <FenceBoxes fences={fences} palette={palette} />}
        {known && robot && <RobotBody robot={robot} drive={actual} />}
        {ghost && planned && robot && (
          <RobotBody robot={robot} drive={planned} ghost={{ color: palette.accent, opacity: ghostOpacity }} />
        )}
        {ghost && shown?.plan.grounding && (
          <GroundingMarks
            grounding={shown.plan.grounding}
            color={palette.accent}
            repairedColor={palette.warn}
          />
        )}
        {children}
      </RobotScene>
    </Pane>
  );
}
