import { CellNumberReader, isStep } from "../../telemetry/decode/index.ts";
import { FIELDS_OF, type ImportKind, type Recipe } from "../recipe.ts";
import { MEASURE_NAMES, NAME_NAMES, plainName, TIME_NAMES } from "./columnNames.ts";
import type { Table } from "./readTable.ts";
import { isAmbiguousDate, namesNoOffset, recogniseTime, timeOf } from "./timeForm.ts";

/** One column of a file's beginning. */
export interface SeenColumn {
  readonly name: string;
  /** Cells that are not blank, in order. */
  readonly cells: readonly string[];
}

export interface Recognised {
  readonly recipe: Recipe;
  /** What was taken for granted, in sentences, so that it can be contradicted. */
  readonly notes: readonly string[];
}

/** The columns of a table, by its header or, without one, by their numbers. */
export function columnsOf({ records }: Table, hasHeader: boolean): readonly SeenColumn[] {
  const [first = []] = records;
  const rows = hasHeader ? records.slice(1) : records;
  return first.map((name, at) => ({
    name: hasHeader ? name.trim() : String(at + 1),
    cells: rows.map((row) => (row[at] ?? "").trim()).filter((cell) => cell !== ""),
  }));
}

/** What a file seems to be, from its beginning. A guess to look at: nothing is stored by it alone. */
export function recognise(table: Table): Recognised {
  const notes: string[] = [];
  const hasHeader = looksLikeHeader(table);
  if (!hasHeader)
    notes.push("The first line is not taken for a header: columns are called by their numbers.");
  const columns = columnsOf(table, hasHeader);
  const decimalComma = table.delimiter !== "," && hasDecimalCommas(columns);
  if (decimalComma) notes.push("Numbers have a decimal comma.");
  const time = findTime(columns, notes);
  const others = columns.map((column, at) => ({ ...column, at })).filter(({ at }) => at !== time.column);
  const names: Recipe["names"] = {};
  for (const field of ["stamp", "pool", "node", "registry"] as const) {
    const found = findNamed(others, NAME_NAMES[field]);
    if (found !== null) names[field] = { column: found };
  }
  const shared = {
    delimiter: table.delimiter,
    skipLines: table.skipLines,
    decimalComma,
    hasHeader,
    time,
  };
  // A bad cell is what an import is to find, not a reason to take a column for another.
  const isNumeric = (cells: readonly string[]) =>
    cells.filter((cell) => numberOf(cell, decimalComma) !== null).length * 2 >= cells.length;
  const isWide =
    Object.keys(names).length === 0 &&
    time.column === 0 &&
    others.length > 0 &&
    others.every(({ cells }) => isNumeric(cells)) &&
    (others.length > 1 || findNamed(others, MEASURE_NAMES.cpu) === null);
  if (isWide) return recogniseWide({ columns, others, notes, shared });
  const kind = kindOf(others, names);
  const measures: Recipe["measures"] = {};
  const taken = new Set<number>();
  for (const field of FIELDS_OF[kind].measures) {
    const free = others.filter(({ at, cells }) => !taken.has(at) && isNumeric(cells));
    const found = findNamed(free, MEASURE_NAMES[field]);
    if (found === null) continue;
    taken.add(found);
    const values = valuesOf(columns[found], decimalComma);
    const scale = field === "cpu" ? scaleOf(values, notes) : 1;
    measures[field] = { column: found, scale };
  }
  const wanted: readonly string[] = FIELDS_OF[kind].names;
  const kept = Object.fromEntries(Object.entries(names).filter(([field]) => wanted.includes(field)));
  return { recipe: { ...shared, kind, names: kept, measures, wide: null }, notes };
}

type Numbered = SeenColumn & { readonly at: number };

function findTime(columns: readonly SeenColumn[], notes: string[]): Recipe["time"] {
  const named = columns.findIndex(({ name }) => TIME_NAMES.includes(plainName(name)));
  const column =
    named >= 0
      ? named
      : Math.max(
          0,
          columns.findIndex(({ cells }) => recogniseTime(cells) !== null),
        );
  const cells = columns[column]?.cells ?? [];
  const form = recogniseTime(cells);
  if (form === null) {
    const isCount = cells.length > 0 && cells.every((cell) => /^\d{1,8}$/.test(cell));
    return { column, form: isCount ? "minutes" : "iso", start: null, offsetMinutes: 0 };
  }
  if (namesNoOffset(cells, form)) notes.push("Times name no offset: they are taken for UTC.");
  if (form === "dayFirst" && isAmbiguousDate(cells)) {
    notes.push("Dates could have their day or their month first: they are taken to have the day first.");
  }
  return { column, form, start: null, offsetMinutes: 0 };
}

interface Wide {
  readonly columns: readonly SeenColumn[];
  readonly others: readonly Numbered[];
  readonly notes: string[];
  readonly shared: Pick<Recipe, "delimiter" | "skipLines" | "decimalComma" | "hasHeader" | "time">;
}

function recogniseWide({ columns, others, notes, shared }: Wide): Recognised {
  notes.push("Each column beside the time is taken for a node.");
  const values = others.flatMap((column) => valuesOf(column, shared.decimalComma));
  const stepSeconds = stepOf(columns[0]?.cells ?? [], shared.time);
  const names = others.map(({ name }) => name);
  const naming = names.every((name) => /\b(node|instance|host|hostname|machine)\s*[=:]/.test(name))
    ? "labels"
    : names.every((name) => /^[^/]+\/[^/]+\/.+$/.test(name))
      ? "path"
      : "node";
  const wide = { stepSeconds, scale: scaleOf(values, notes), naming } as const;
  return { recipe: { ...shared, kind: "cpu", names: {}, measures: {}, wide }, notes };
}

/** The most frequent distance of one row's time from the one before it, where it is a step; else a minute. */
function stepOf(cells: readonly string[], { form }: Recipe["time"]): number {
  const seconds = cells.map((cell) => {
    if (form === "rows") return Number.NaN;
    return form === "minutes" ? Number(cell) * 60 : timeOf(cell, form) / 1_000;
  });
  const distances = seconds.slice(1).map((at, place) => Math.round(at - (seconds[place] ?? Number.NaN)));
  const byDistance = [...Map.groupBy(distances.filter(isStep), (distance) => distance)];
  byDistance.sort(([, left], [, right]) => right.length - left.length);
  return byDistance[0]?.[0] ?? 60;
}

/** 100 where values look like shares of one: none over 1, and some that are no whole numbers. */
function scaleOf(values: readonly number[], notes: string[]): number {
  const isShare = values.length > 0 && values.every((value) => value >= 0 && value <= 1);
  if (!isShare || values.every(Number.isInteger)) return 1;
  notes.push("CPU values lie between 0 and 1: they are taken for shares, times 100.");
  return 100;
}

function kindOf(others: readonly Numbered[], names: Recipe["names"]): ImportKind {
  if (names.registry !== undefined) return "load";
  const outcome = FIELDS_OF.outcome.measures.some(
    (field) => findNamed(others, MEASURE_NAMES[field]) !== null,
  );
  return names.node === undefined && names.pool === undefined && outcome ? "outcome" : "cpu";
}

function findNamed(columns: readonly Numbered[], names: readonly string[]): number | null {
  for (const name of names) {
    const found = columns.find((column) => plainName(column.name) === name);
    if (found !== undefined) return found.at;
  }
  return null;
}

/** A header names its columns: no cell of it is a number or a time, unless every column is called by one. */
function looksLikeHeader({ records }: Table): boolean {
  const [first = []] = records;
  if (first.some((cell) => TIME_NAMES.includes(plainName(cell)))) return true;
  return first.every((cell) => numberOf(cell, true) === null && recogniseTime([cell.trim()]) === null);
}

function hasDecimalCommas(columns: readonly SeenColumn[]): boolean {
  return columns.some(({ cells }) => {
    const commas = cells.filter((cell) => cell.includes(","));
    const numbers = commas.filter((cell) => numberOf(cell, true) !== null);
    return commas.length > 0 && numbers.length * 2 >= cells.length;
  });
}

function valuesOf(column: SeenColumn | undefined, hasDecimalComma: boolean): number[] {
  return (column?.cells ?? [])
    .flatMap((cell) => numberOf(cell, hasDecimalComma) ?? [])
    .filter(Number.isFinite);
}

const NO_NUMBER = /^[+-]?(nan|null|inf|infinity)$/i;

/** The number of a cell; NaN where it says that it has none; null for text. */
function numberOf(cell: string, hasDecimalComma: boolean): number | null {
  if (NO_NUMBER.test(cell.trim())) return Number.NaN;
  const bytes = new TextEncoder().encode(cell);
  return new CellNumberReader(hasDecimalComma).read(bytes, 0, bytes.length) ?? null;
}
