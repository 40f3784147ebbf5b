import { Component, type ReactNode } from 'react';
import styles from './RobotView.module.css';

interface State {
  readonly problem: string | null;
}

/** Without WebGL the console works on; only this view says that it cannot. React knows guards only as classes. */
export class WebglGuard extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { problem: null };

  static getDerivedStateFromError(error: unknown): State {
    return { problem: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { problem } = this.state;
    if (problem === null) return this.props.children;
    return (
      <p className={styles.lost}>
        The 3D view cannot be drawn here ({problem}). Everything else works; pictures and curves show the
        plan.
      </p>
    );
  }
}
