import { PlanTimeline } from '../plan/PlanTimeline';
import { RobotView } from '../robotView/RobotView';
import { DecisionView } from '../stage/DecisionView';
import { LiveView } from '../stage/LiveView';
import type { PlanCursorStore } from '../stage/planCursor';
import styles from './Stage.module.css';
import type { StageLayout } from './stageLayout';

interface Props {
  readonly layout: StageLayout;
  readonly onLayout: (layout: StageLayout) => void;
  readonly cursor: PlanCursorStore;
}

/** The pictures, the robot and the plan, side by side or with one of them large. */
export function Stage({ layout, onLayout, cursor }: Props) {
  const large = (view: StageLayout) => ({
    large: layout === view,
    onLarge: () => onLayout(layout === view ? 'equal' : view),
  });
  return (
    <div className={styles.stage} data-layout={layout}>
      <LiveView {...large('live')} />
      <DecisionView {...large('decision')} />
      <RobotView {...large('robot')} cursor={cursor} />
      <PlanTimeline cursor={cursor} />
    </div>
  );
}
