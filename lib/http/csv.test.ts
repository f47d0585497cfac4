import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { writeCsv } from "./csv.ts";

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** What looks guarded already is guarded once more. */
const GUARDED = /^'*[=+\-@\t\r\n＝＋－＠]/;

test("any table is read back by a CSV reader as it was, but for the apostrophe before a formula", async () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom("=1+1", "+a", "-b", "@c", "\td", "\n=f", "＝g", "'＠h", "'=e", 'a"b', "a,b", "a\r\nb"),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 8 }), async (rows) => {
      const text = await writeCsv({ columns: ["a", "b"], rows });
      const read: string[][] = parse(text, { relax_column_count: true });
      expect(read[0]).toEqual(["a", "b"]);
      const guarded = rows.map((row) => row.map((text) => (GUARDED.test(text) ? `'${text}` : text)));
      expect(read.slice(1)).toEqual(guarded);
      for (const row of read.slice(1)) for (const text of row) expect(text).not.toMatch(FORMULA);
    }),
  );
});

test("numbers keep their sign, nulls are empty and not 0", async () => {
  expect(await writeCsv({ columns: ["a"], rows: [[-1.5], [null], [0], [false]] })).toBe(
    "a\r\n-1.5\r\n\r\n0\r\nfalse\r\n",
  );
});
