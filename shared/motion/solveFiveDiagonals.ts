/** Solves a symmetric positive definite system with five diagonals in place (Cholesky, L D L^T). */
export function solveFiveDiagonals(d: Float64Array, e: Float64Array, f: Float64Array, x: Float64Array): void {
  const n = d.length;
  for (let i = 0; i < n; i++) {
    const [l1, l2] = [e[i]! / d[i]!, f[i]! / d[i]!];
    if (i + 1 < n) {
      d[i + 1]! -= l1 * e[i]!;
      e[i + 1]! -= l1 * f[i]!;
      x[i + 1]! -= l1 * x[i]!;
    }
    if (i + 2 < n) {
      d[i + 2]! -= l2 * f[i]!;
      x[i + 2]! -= l2 * x[i]!;
    }
    e[i] = l1;
    f[i] = l2;
  }
  for (let i = n - 1; i >= 0; i--) {
    x[i]! /= d[i]!;
    if (i + 1 < n) x[i]! -= e[i]! * x[i + 1]!;
    if (i + 2 < n) x[i]! -= f[i]! * x[i + 2]!;
  }
}
