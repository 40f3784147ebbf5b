import styles from './Navigation.module.css';
import { type Screen, screens } from './screen';

const words: Readonly<Record<Screen, string>> = {
  operate: 'Operate',
  demonstrate: 'Demonstrate',
  review: 'Review',
  models: 'Models',
  connect: 'Connect',
};

interface Props {
  readonly screen: Screen;
  readonly onScreen: (screen: Screen) => void;
}

export function Navigation({ screen, onScreen }: Props) {
  return (
    <nav className={styles.nav} aria-label="Screens">
      {screens.map((each) => (
        <button
          key={each}
          type="button"
          data-testid={`nav-${each}`}
          aria-current={each === screen ? 'page' : undefined}
          onClick={() => onScreen(each)}
        >
          {words[each]}
        </button>
      ))}
    </nav>
  );
}
