/**
 * Solves A x = b in place for a symmetric positive definite A (n x n, row-major) by Cholesky
 * decomposition: A is overwritten by its factor, b by x. False when A is not positive definite.
 */
export function solveSymmetric(A: Float64Array, b: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = A[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= A[i * n + k]! * A[j * n + k]!;
      if (i === j) {
        if (!(sum > 0)) return false;
        A[i * n + i] = Math.sqrt(sum);
      } else {
        A[i * n + j] = sum / A[j * n + j]!;
      }
    }
  }
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= A[i * n + k]! * b[k]!;
    b[i] = sum / A[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < n; k++) sum -= A[k * n + i]! * b[k]!;
    b[i] = sum / A[i * n + i]!;
  }
  return true;
}
