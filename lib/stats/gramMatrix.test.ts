import fc from "fast-check";
import { expect, test } from "vitest";
import { dotProduct, gramMatrix } from "./gramMatrix.ts";

test("every entry is the product of its two columns, however many columns and rows there are", () => {
  const columns = fc.integer({ min: 0, max: 7 }).chain((rows) =>
    fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: rows, maxLength: rows }), {
      maxLength: 6,
    }),
  );
  fc.assert(
    fc.property(columns, (drawn) => {
      const arrays = drawn.map((column) => Float64Array.from(column));
      const gram = gramMatrix(arrays);
      expect(gram).toHaveLength(arrays.length ** 2);
      for (const [row, left] of arrays.entries())
        for (const [column, right] of arrays.entries())
          expect((gram[row * arrays.length + column] ?? 0) + 0).toBe(dotProduct(left, right) + 0);
    }),
  );
});
