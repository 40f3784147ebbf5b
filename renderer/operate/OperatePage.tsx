import { useState } from 'react';
import { createPlanCursor } from '../stage/planCursor';
import { LoopColumn } from './LoopColumn';
import styles from './OperatePage.module.css';
import { PlanCursorKeeper } from './PlanCursorKeeper';
import { Stage } from './Stage';
import type { StageLayout } from './stageLayout';
import { Toolbar } from './Toolbar';

/** One task after another: the stage on the left, the loop on the right. */
export function OperatePage() {
  const [layout, setLayout] = useState<StageLayout>('equal');
  const [cursor] = useState(createPlanCursor);
  return (
    <div className={styles.page}>
      <PlanCursorKeeper cursor={cursor} />
      <div className={styles.work}>
        <Toolbar layout={layout} onLayout={setLayout} />
        <Stage layout={layout} onLayout={setLayout} cursor={cursor} />
      </div>
      <LoopColumn />
    </div>
  );
}
