import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { toCenti } from "../core/index.ts";
import { summarizeInt16 } from "../stats/index.ts";
import { hotNodeP95 } from "./hotNodeP95.ts";

/** The real traces stand beside the project, or where BALLAST_DATA says; without them these tests say "skipped". */
const data = process.env["BALLAST_DATA"] ?? join(import.meta.dirname, "../../../shared/data");
const reference = join(data, "reference-hot-node-p95.csv");

interface Reference {
  readonly file: string;
  readonly name: string;
  readonly binMinutes: number;
  readonly scale: number;
  readonly firstRow: number;
  readonly rows: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly hotP95: number;
  readonly hotMax: number;
}

function readReferences(): Reference[] {
  const [header = "", ...lines] = readFileSync(reference, "utf8").trim().split("\n");
  const names = header.trim().split(",");
  return lines.map((line) => {
    const cells = new Map(
      line
        .trim()
        .split(",")
        .map((cell, index) => [names[index], cell]),
    );
    const number = (name: string) => Number(cells.get(name));
    const binMinutes = number("bin_minutes");
    return {
      file: cells.get("file") ?? "",
      name: `${cells.get("file")} window ${cells.get("window")} ${cells.get("group")}`,
      binMinutes,
      scale: number("scale"),
      firstRow: number("first_row"),
      rows: number("rows"),
      firstColumn: number("first_col"),
      lastColumn: number("last_col"),
      hotP95: number(binMinutes === 1 ? "hot_p95_cont" : "hot_p95_cont_held_1min"),
      hotMax: number("hot_max"),
    };
  });
}

const traces = new Map<string, readonly (readonly string[])[]>();

/** The file's rows without header and time column; a blank cell is no sample. */
function readTrace(file: string): readonly (readonly string[])[] {
  const known = traces.get(file);
  if (known !== undefined) return known;
  const lines = gunzipSync(readFileSync(join(data, file)))
    .toString()
    .trim()
    .split("\n")
    .slice(1);
  const rows = lines.map((line) => line.trimEnd().split(",").slice(1));
  traces.set(file, rows);
  return rows;
}

/** hot(bin) per minute, as storage keeps it: int16 hundredths, each value held for its whole step. */
function hotMinutes(row: Reference): Int16Array {
  const hot = readTrace(row.file)
    .slice(row.firstRow, row.firstRow + row.rows)
    .map((cells) => {
      const nodes = cells.slice(row.firstColumn, row.lastColumn + 1).filter((cell) => cell !== "");
      return nodes.length === 0 ? -1 : Math.max(...nodes.map((cell) => toCenti(Number(cell) * row.scale)));
    });
  return Int16Array.from(hot.flatMap((value) => Array<number>(row.binMinutes).fill(value)));
}

if (existsSync(reference)) {
  const references = readReferences();

  test("the reference covers both traces", () => {
    expect(references.length).toBeGreaterThan(80);
    expect(new Set(references.map(({ binMinutes }) => binMinutes))).toEqual(new Set([1, 5]));
  });

  test.each(references.map((row) => [row.name, row] as const))("%s: P95 within 0.01 points", (_, row) => {
    const hot = hotMinutes(row);
    expect(Math.abs((hotNodeP95(hot) ?? Number.NaN) - row.hotP95)).toBeLessThanOrEqual(0.01);
    expect(Math.abs((summarizeInt16(hot).max ?? Number.NaN) / 100 - row.hotMax)).toBeLessThanOrEqual(0.01);
  });
} else {
  describe.skip("skipped: the real traces are not here (set BALLAST_DATA)", () => {
    test("reference-hot-node-p95.csv is met to 0.01 points on every row", () => undefined);
  });
}
