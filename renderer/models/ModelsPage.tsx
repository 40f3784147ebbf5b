import { AboutPanel } from './AboutPanel';
import { ComparePanel } from './compare/ComparePanel';
import { EndpointsPanel } from './endpoints/EndpointsPanel';
import { FencesPanel } from './FencesPanel';
import { ModelPanel } from './ModelPanel';
import styles from './ModelsPage.module.css';
import { PacksPanel } from './PacksPanel';
import { ProcessPanel } from './ProcessPanel';
import { SettingsPanel } from './SettingsPanel';
import { TrainingPanel } from './TrainingPanel';

/** The model that is loaded, the settings, the processes, and what this console is. */
export function ModelsPage() {
  return (
    <div className={styles.page}>
      <div className={styles.panels}>
        <ModelPanel />
        <div className={styles.column}>
          <PacksPanel />
          <SettingsPanel />
        </div>
        <EndpointsPanel />
        <ComparePanel />
        <FencesPanel />
        <TrainingPanel />
        <ProcessPanel />
        <AboutPanel />
      </div>
    </div>
  );
}
