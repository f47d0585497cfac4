/** Dot products of every pair of columns, as a symmetric row-major matrix. Columns have equal length. */
export function gramMatrix(columns: readonly Float64Array[]): Float64Array {
  const size = columns.length;
  const gram = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const left = columns[row];
    if (left === undefined) continue;
    for (let column = 0; column <= row; column++) {
      const right = columns[column];
      if (right === undefined) continue;
      const product = dotProduct(left, right);
      gram[row * size + column] = product;
      gram[column * size + row] = product;
    }
  }
  return gram;
}

export function dotProduct(left: Float64Array, right: Float64Array): number {
  let a = 0;
  let b = 0;
  const length = left.length;
  const even = length & ~1;
  // Two sums, so that one addition need not wait for the other.
  for (let index = 0; index < even; index += 2) {
    a += (left[index] ?? 0) * (right[index] ?? 0);
    b += (left[index + 1] ?? 0) * (right[index + 1] ?? 0);
  }
  return even < length ? a + b + (left[even] ?? 0) * (right[even] ?? 0) : a + b;
}
