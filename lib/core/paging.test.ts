import fc from "fast-check";
import { expect, test } from "vitest";
import { takePage } from "./paging.ts";

test("pages of any size, one after the other, are the list: nothing twice, nothing left out", () => {
  const keys = fc
    .uniqueArray(fc.string({ minLength: 1, unit: "binary-ascii" }))
    .map((list) => list.toSorted());
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 5 }), (items, limit) => {
      const read: string[] = [];
      let cursor: string | undefined;
      for (;;) {
        const page = takePage(items, (item) => item, cursor === undefined ? { limit } : { limit, cursor });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        read.push(...page.items);
        if (page.nextCursor === null) break;
        cursor = page.nextCursor;
      }
      expect(read).toEqual(items.toSorted((a, b) => (a < b ? -1 : 1)));
    }),
  );
});
