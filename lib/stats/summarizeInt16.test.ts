import fc from "fast-check";
import { expect, test } from "vitest";
import { summarizeInt16 } from "./summarizeInt16.ts";

test("count, sum and maximum are those of the values that are not negative", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1, max: 50 })), (values) => {
      const data = values.filter((value) => value >= 0);
      const max = data.length === 0 ? null : Math.max(...data);
      expect(summarizeInt16(Int16Array.from(values))).toEqual({
        count: data.length,
        sum: data.reduce((sum, value) => sum + value, 0),
        max,
        maxIndex: max === null ? null : values.lastIndexOf(max),
      });
    }),
  );
});
