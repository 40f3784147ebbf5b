import { HomeControl } from './HomeControl';
import { SceneControl } from './SceneControl';
import { SpeedControl } from './SpeedControl';
import { layoutWords, type StageLayout, stageLayouts } from './stageLayout';
import styles from './Toolbar.module.css';

interface Props {
  readonly layout: StageLayout;
  readonly onLayout: (layout: StageLayout) => void;
}

/** What the operator sets before a task: views, scene, posture, speed. */
export function Toolbar({ layout, onLayout }: Props) {
  return (
    <div className={styles.bar}>
      <fieldset className={styles.layouts} aria-label="Views">
        {stageLayouts.map((each) => (
          <button key={each} type="button" aria-pressed={each === layout} onClick={() => onLayout(each)}>
            {layoutWords[each]}
          </button>
        ))}
      </fieldset>
      <div className={styles.controls}>
        <SpeedControl />
        <SceneControl />
        <HomeControl />
      </div>
    </div>
  );
}
