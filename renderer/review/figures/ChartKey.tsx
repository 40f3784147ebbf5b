import styles from './ChartKey.module.css';

/** What the colours of a chart stand for, in words. */
export function ChartKey({ items }: { readonly items: readonly (readonly [string, string])[] }) {
  return (
    <ul className={styles.key}>
      {items.map(([word, color]) => (
        <li key={word}>
          <i style={{ background: color }} data-picture-box />
          <span data-picture-text>{word}</span>
        </li>
      ))}
    </ul>
  );
}
