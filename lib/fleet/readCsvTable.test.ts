import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCsvTable } from "./readCsvTable.ts";

const COLUMNS = { columns: ["name", "note"], needed: ["name", "note"] } as const;

function read(text: string) {
  const table = readCsvTable(text, COLUMNS);
  return table.ok ? table.value : table.error.detail;
}

describe("a table", () => {
  test("is read as a spreadsheet leaves it: a byte order mark, semicolons or tabs, empty lines", () => {
    const expected = [{ line: 2, cells: { name: "a", note: "1,5" } }];
    expect(read("\uFEFFname;note\r\na;1,5\r\n\r\n")).toEqual(expected);
    expect(read("name\tnote\na\t1,5\n")).toEqual(expected);
    expect(read('note,name\n"1,5",a')).toEqual(expected);
  });

  test("tells of every row the line that it begins on, whatever lines are empty or inside of cells", () => {
    const end = fc.constantFrom("\n", "\r\n");
    const cell = fc.array(fc.constantFrom("x", "\n", "\r\n", ",", '"'), { maxLength: 5 });
    const row = fc.record({ cell, empty: fc.integer({ min: 0, max: 2 }) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), end, (rows, ending) => {
        let text = `name,note${ending}`;
        let line = 2;
        const lines: number[] = [];
        for (const { cell: parts, empty } of rows) {
          text += ending.repeat(empty);
          lines.push(line + empty);
          text += `n,"x${parts.join("").replaceAll('"', '""')}x"${ending}`;
          line += empty + 1 + parts.filter((part) => part.includes("\n")).length;
        }
        const told = read(text);
        expect(typeof told === "string" ? told : told.map((each) => each.line)).toEqual(lines);
      }),
    );
  });

  test.each([
    ["a row of another length", "name,note\n\na,b\nc\n", /line 4 has 1 cells, and the header 2/],
    ["a column that is named twice", "name,note,name\na,b,c\n", /line 1 names columns twice: name/],
    ["a quote that is never closed", 'name,note\na,"b\n', /is no CSV: .*line 2/],
    ["nothing at all", "", /line 1 lacks columns: name, note/],
  ])("with %s is refused, with the line", (_, text, detail) => {
    expect(read(text)).toMatch(detail);
  });
});
