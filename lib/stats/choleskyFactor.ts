/**
 * Cholesky factor of a symmetric positive definite matrix: lower triangular L with L Lᵀ = matrix, row by row. Only the
 * lower triangle of `matrix` (n × n, row-major) is read; it is not changed. Null when the matrix is not positive
 * definite within rounding.
 */
export function choleskyFactor(matrix: Float64Array, size: number): Float64Array | null {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const rowStart = row * size;
    for (let column = 0; column <= row; column++) {
      const columnStart = column * size;
      let sum = matrix[rowStart + column] ?? 0;
      for (let k = 0; k < column; k++) sum -= (factor[rowStart + k] ?? 0) * (factor[columnStart + k] ?? 0);
      if (column < row) factor[rowStart + column] = sum / (factor[columnStart + column] ?? 1);
      else if (sum > 0) factor[rowStart + row] = Math.sqrt(sum);
      else return null;
    }
  }
  return factor;
}

/** Solves L Lᵀ x = right for a factor of {@link choleskyFactor}; `right` is not changed. */
export function choleskySolve(factor: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    let sum = solution[row] ?? 0;
    for (let k = 0; k < row; k++) sum -= (factor[row * size + k] ?? 0) * (solution[k] ?? 0);
    solution[row] = sum / (factor[row * size + row] ?? 1);
  }
  return choleskyBackSolve(factor, solution);
}

/** Solves Lᵀ x = right: turns independent normals into normals whose covariance is the inverse of L Lᵀ. */
export function choleskyBackSolve(factor: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const solution = Float64Array.from(right);
  for (let row = size - 1; row >= 0; row--) {
    const value = (solution[row] ?? 0) / (factor[row * size + row] ?? 1);
    solution[row] = value;
    for (let k = 0; k < row; k++) solution[k] = (solution[k] ?? 0) - (factor[row * size + k] ?? 0) * value;
  }
  return solution;
}

/** The diagonal of the inverse of L Lᵀ. */
export function choleskyInverseDiagonal(factor: Float64Array, size: number): Float64Array {
  const diagonal = new Float64Array(size);
  const column = new Float64Array(size);
  for (let start = 0; start < size; start++) {
    // Column `start` of the inverse of L, which is zero above its diagonal.
    for (let row = start; row < size; row++) {
      let sum = row === start ? 1 : 0;
      for (let k = start; k < row; k++) sum -= (factor[row * size + k] ?? 0) * (column[k] ?? 0);
      const value = sum / (factor[row * size + row] ?? 1);
      column[row] = value;
      diagonal[start] = (diagonal[start] ?? 0) + value * value;
    }
  }
  return diagonal;
}

/** ln det of L Lᵀ. */
export function choleskyLogDeterminant(factor: Float64Array, size: number): number {
  let sum = 0;
  for (let row = 0; row < size; row++) sum += Math.log(factor[row * size + row] ?? 1);
  return 2 * sum;
}
