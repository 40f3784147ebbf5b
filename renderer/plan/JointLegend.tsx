import styles from './JointLegend.module.css';

export function JointLegend({ names }: { readonly names: readonly string[] }) {
  return (
    <span className={styles.legend}>
      {names.map((name, i) => (
        <span key={name}>
          <i style={{ background: `var(--r1-joint-${i + 1})` }} />
          {name}
        </span>
      ))}
    </span>
  );
}
