import styles from './PointAt.module.css';

/** Takes a click on the picture beneath it; x and y are fractions of the picture. Words do the same by keyboard. */
export function PointAt({ onPoint }: { readonly onPoint: (x: number, y: number) => void }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.point}
      data-testid="point-at"
      aria-label="Click on the thing that you mean"
      title="Click on the thing that you mean"
      onClick={({ currentTarget, clientX, clientY, detail }) => {
        // A key has no place.
        if (detail === 0) return;
        const { left, top, width, height } = currentTarget.getBoundingClientRect();
        onPoint((clientX - left) / width, (clientY - top) / height);
      }}
    />
  );
}
