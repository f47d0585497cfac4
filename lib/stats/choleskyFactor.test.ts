import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  choleskyBackSolve,
  choleskyFactor,
  choleskyInverseDiagonal,
  choleskyLogDeterminant,
  choleskySolve,
} from "./choleskyFactor.ts";
import { gramMatrix } from "./gramMatrix.ts";

const SIZE = 4;
/** Any matrix of columns gives a positive definite one once its diagonal is raised. */
const positiveDefinite = fc
  .array(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 6, maxLength: 6 }), {
    minLength: SIZE,
    maxLength: SIZE,
  })
  .map((columns) => {
    const matrix = gramMatrix(columns.map((column) => Float64Array.from(column)));
    for (let index = 0; index < SIZE; index++)
      matrix[index * SIZE + index] = (matrix[index * SIZE + index] ?? 0) + 0.5;
    return matrix;
  });
const vector = fc
  .array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: SIZE, maxLength: SIZE })
  .map((values) => Float64Array.from(values));

function times(matrix: Float64Array, right: Float64Array): number[] {
  return Array.from({ length: SIZE }, (_, row) =>
    right.reduce((sum, value, column) => sum + (matrix[row * SIZE + column] ?? 0) * value, 0),
  );
}

function factorOf(matrix: Float64Array): Float64Array {
  const factor = choleskyFactor(matrix, SIZE);
  if (factor === null) throw new Error("not positive definite");
  return factor;
}

describe("choleskyFactor", () => {
  test("a solution multiplied by the matrix gives the right side again", () => {
    fc.assert(
      fc.property(positiveDefinite, vector, (matrix, right) => {
        const again = times(matrix, choleskySolve(factorOf(matrix), right));
        for (const [index, value] of again.entries()) expect(value).toBeCloseTo(right[index] ?? 0, 6);
      }),
    );
  });

  test("the diagonal of the inverse is what solving for each unit vector gives", () => {
    fc.assert(
      fc.property(positiveDefinite, (matrix) => {
        const diagonal = choleskyInverseDiagonal(factorOf(matrix), SIZE);
        for (let index = 0; index < SIZE; index++) {
          const unit = new Float64Array(SIZE);
          unit[index] = 1;
          expect(diagonal[index]).toBeCloseTo(choleskySolve(factorOf(matrix), unit)[index] ?? 0, 8);
        }
      }),
    );
  });

  test("solving backwards twice over the factor is solving", () => {
    fc.assert(
      fc.property(positiveDefinite, vector, (matrix, right) => {
        const factor = factorOf(matrix);
        // L Lᵀ (Lᵀ)⁻¹ v = L v.
        const back = choleskyBackSolve(factor, right);
        const forward = Array.from({ length: SIZE }, (_, row) =>
          right.reduce(
            (sum, value, column) => sum + (column <= row ? (factor[row * SIZE + column] ?? 0) * value : 0),
            0,
          ),
        );
        for (const [index, value] of times(matrix, back).entries())
          expect(value).toBeCloseTo(forward[index] ?? 0, 6);
      }),
    );
  });

  test("the determinant of a diagonal matrix is the product of its diagonal", () => {
    const matrix = Float64Array.of(2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 5, 0, 0, 0, 0, 7);
    expect(choleskyLogDeterminant(factorOf(matrix), SIZE)).toBeCloseTo(Math.log(210), 12);
  });

  test("what is not positive definite has no factor", () => {
    expect(choleskyFactor(Float64Array.of(1, 2, 2, 1), 2)).toBeNull();
  });
});
