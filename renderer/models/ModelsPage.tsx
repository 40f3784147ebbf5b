import { AboutPanel } from './AboutPanel';
import { EndpointsPanel } from './endpoints/EndpointsPanel';
import { FencesPanel } from './FencesPanel';
import { ModelPanel } from './ModelPanel';
import styles from './ModelsPage.module.css';
import { ProcessPanel } from './ProcessPanel';
import { SettingsPanel } from './SettingsPanel';

/** The model that is loaded, the settings, the processes, and what this console is. */
export function ModelsPage() {
  return (
    <div className={styles.page}>
      <div className={styles.panels}>
        <ModelPanel />
        <SettingsPanel />
        <EndpointsPanel />
        <FencesPanel />
        <ProcessPanel />
        <AboutPanel />
      </div>
    </div>
  );
}
