import { BodyError } from "./bodyError.ts";
import { shownText } from "./jsonText.ts";
import type { RowShape } from "./rowTarget.ts";

/** Which field of the shape each column holds; the columns may stand in any order. 422 for any other set of columns. */
export function readCsvHeader(cells: readonly Uint8Array[], shape: RowShape): readonly number[] {
  const names = cells.map((cell) => shownText(cell, 0, cell.length));
  const columns = names.map((name) =>
    shape.fields.findIndex((field) => field.column === name || field.name === name),
  );
  const problem = headerProblem(names, columns, shape);
  if (problem !== null) {
    const expected = shape.fields.map((field) => field.column).join(",");
    throw new BodyError(
      422,
      `The first line must name the columns ${expected}, in any order: ${problem}.`,
      "header",
    );
  }
  return columns;
}

function headerProblem(names: readonly string[], columns: readonly number[], shape: RowShape): string | null {
  const unknown = names.find((_, at) => columns[at] === -1);
  if (unknown !== undefined) return `"${unknown}" is none of them`;
  const twice = names.find((_, at) => columns.indexOf(columns[at] ?? -1) !== at);
  if (twice !== undefined) return `"${twice}" stands there twice`;
  const missing = shape.fields.find((field, at) => field.columnRequired && !columns.includes(at));
  return missing === undefined ? null : `"${missing.column}" is missing`;
}
