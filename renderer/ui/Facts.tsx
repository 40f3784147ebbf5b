import type { ReactNode } from 'react';
import styles from './Facts.module.css';

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
  /** The whole of a shortened value. */
  readonly full?: string;
  readonly testId?: string;
}

/** Names and values, one a line. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ name, value, full, testId }) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd title={full} data-testid={testId}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
