/** Dot products of every pair of columns, as a symmetric row-major matrix. Columns have equal length. */
export function gramMatrix(columns: readonly Float64Array[]): Float64Array {
  const size = columns.length;
  const gram = new Float64Array(size * size);
  const put = (row: number, column: number, product: number) => {
    gram[row * size + column] = product;
    gram[column * size + row] = product;
  };
  // Two columns against two at a time: each value read serves two products.
  for (let row = 0; row < size; row += 2) {
    const above = columns[row] ?? NOTHING;
    const below = columns[row + 1];
    for (let column = 0; column <= row; column += 2) {
      const left = columns[column] ?? NOTHING;
      const right = columns[column + 1];
      if (below === undefined || right === undefined) {
        put(row, column, dotProduct(above, left));
        if (right !== undefined) put(row, column + 1, dotProduct(above, right));
        if (below !== undefined) put(row + 1, column, dotProduct(below, left));
        continue;
      }
      let aboveLeft = 0;
      let aboveRight = 0;
      let belowLeft = 0;
      let belowRight = 0;
      for (let index = 0; index < above.length; index++) {
        const a = above[index] ?? 0;
        const b = below[index] ?? 0;
        const l = left[index] ?? 0;
        const r = right[index] ?? 0;
        aboveLeft += a * l;
        aboveRight += a * r;
        belowLeft += b * l;
        belowRight += b * r;
      }
      put(row, column, aboveLeft);
      put(row, column + 1, aboveRight);
      put(row + 1, column, belowLeft);
      put(row + 1, column + 1, belowRight);
    }
  }
  return gram;
}

const NOTHING = new Float64Array(0);

/** Sum of the products of two arrays of equal length. */
export function dotProduct(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) sum += (left[index] ?? 0) * (right[index] ?? 0);
  return sum;
}
