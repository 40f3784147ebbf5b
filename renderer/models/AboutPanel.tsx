import { useSettings } from '../ui/ConsoleContext';
import { Facts } from '../ui/Facts';
import styles from './ModelsPage.module.css';

export function AboutPanel() {
  const info = useSettings(({ appInfo }) => appInfo);
  return (
    <section className={styles.panel} aria-label="About">
      <h2>R1 Console</h2>
      {info && (
        <Facts
          facts={[
            { name: 'Version', value: info.version },
            { name: 'Electron', value: info.electron },
            { name: 'Chromium', value: info.chrome },
            { name: 'Node', value: info.node },
            { name: 'Platform', value: info.platform },
            { name: 'Data', value: <span className="mono">{info.dataFolder}</span> },
          ]}
        />
      )}
      <p>
        Stop motion is a function of this program, not a safety function. With a real robot, keep the hardware
        emergency stop in reach.
      </p>
    </section>
  );
}
