import styles from './Header.module.css';
import { ModelBadge } from './ModelBadge';
import { Navigation } from './Navigation';
import { RecordingBadge } from './RecordingBadge';
import { RobotBadge } from './RobotBadge';
import { StopButton } from './StopButton';
import type { Screen } from './screen';
import { ThemeToggle } from './ThemeToggle';

interface Props {
  readonly screen: Screen;
  readonly onScreen: (screen: Screen) => void;
}

export function Header({ screen, onScreen }: Props) {
  return (
    <header className={styles.header}>
      <span className={styles.mark}>R1</span>
      <Navigation screen={screen} onScreen={onScreen} />
      <div className={styles.badges}>
        <RobotBadge />
        <ModelBadge />
        <RecordingBadge />
      </div>
      <ThemeToggle />
      <StopButton />
    </header>
  );
}
