import { BodyError } from "../bodyError.ts";
import { CsvRecordReader } from "../csvRecord.ts";
import type { ColumnMapping, ColumnTarget } from "./wideTypes.ts";

/** Every column is a node of one pool, under its own name. */
export function mapToOnePool(stamp: string, pool: string): ColumnMapping {
  return (columns) => columns.map((node, column) => ({ column, stamp, pool, node }));
}

/** Columns `first` to `last`, both included, are the nodes of a pool. */
export interface ColumnRange {
  readonly first: number;
  readonly last: number;
  readonly stamp: string;
  readonly pool: string;
}

/** Ranges of columns are pools; nodes keep the columns' names. 422 for a range that the file does not have. */
export function mapByRanges(ranges: readonly ColumnRange[]): ColumnMapping {
  return (columns) =>
    ranges.flatMap(({ first, last, stamp, pool }) => {
      if (first > last || last >= columns.length) {
        const has = `the file has columns 0 to ${columns.length - 1} beside its time column`;
        throw new BodyError(422, `The range ${first}-${last} does not fit: ${has}.`, "columns");
      }
      return columns
        .slice(first, last + 1)
        .map((node, offset) => ({ column: first + offset, stamp, pool, node }));
    });
}

const MAPPING_COLUMNS = ["column", "stamp", "pool", "node"];

/**
 * Columns by name, as a CSV with the header `column,stamp,pool,node` says; a blank node is named after its column. The
 * columns that it does not name are left out. 422 where it is not of that form or names a column the file lacks.
 */
export function mapByTable(csv: string): ColumnMapping {
  const [header = [], ...rows] = readTable(csv);
  if (header.join() !== MAPPING_COLUMNS.join()) {
    throw new BodyError(422, `The mapping must begin with the line ${MAPPING_COLUMNS.join()}.`, "map");
  }
  return (columns) => {
    const places = new Map(columns.map((name, column) => [name, column]));
    return rows.map((row, at): ColumnTarget => {
      const [name = "", stamp = "", pool = "", node = ""] = row;
      const column = places.get(name);
      if (row.length !== MAPPING_COLUMNS.length || stamp === "" || pool === "") {
        throw new BodyError(422, `Line ${at + 2} of the mapping is not column,stamp,pool,node.`, "map");
      }
      if (column === undefined) {
        throw new BodyError(422, `Line ${at + 2} of the mapping: the file has no column "${name}".`, "map");
      }
      return { column, stamp, pool, node: node === "" ? name : node };
    });
  };
}

function readTable(csv: string): string[][] {
  const bytes = new TextEncoder().encode(csv.replace(/^\ufeff/, ""));
  const decoder = new TextDecoder();
  const reader = new CsvRecordReader();
  const rows: string[][] = [];
  for (let at = 0; at < bytes.length; ) {
    at = reader.read(bytes, at, bytes.length, true);
    if (at < 0) throw new BodyError(422, `Line ${rows.length + 1} of the mapping ${reader.problem}.`, "map");
    const row = reader.cells.map((cell) => decoder.decode(cell));
    if (row.length > 1 || row[0] !== "") rows.push(row);
  }
  return rows;
}

/** Columns are called `stamp/pool/node`. 422 for one that is not. */
export const mapByPath: ColumnMapping = (columns) =>
  columns.map((name, column): ColumnTarget => {
    const [stamp = "", pool = "", ...node] = name.split("/").map((part) => part.trim());
    if (stamp === "" || pool === "" || node.join("/") === "") {
      throw new BodyError(422, `Column "${name}" is not called stamp/pool/node.`, "columns");
    }
    return { column, stamp, pool, node: node.join("/") };
  });

const LABEL = /([A-Za-z_][\w.]*)\s*[=:]\s*"?([^",}]*)"?/g;
const NODE_LABELS = ["node", "instance", "host", "hostname", "machine"];

/**
 * Columns carry labels, as dashboards name their series: `{stamp="s", pool="p", instance="n"}` or `stamp=s, pool=p, node=n`.
 * What a column does not say of stamp and pool is as `otherwise` says. 422 where that is nothing either.
 */
export function mapByLabels(otherwise: {
  readonly stamp: string | null;
  readonly pool: string | null;
}): ColumnMapping {
  return (columns) =>
    columns.map((name, column): ColumnTarget => {
      const labels = new Map(
        [...name.matchAll(LABEL)].map(([, label = "", value = ""]) => [label, value.trim()]),
      );
      const stamp = labels.get("stamp") ?? otherwise.stamp ?? "";
      const pool = labels.get("pool") ?? otherwise.pool ?? "";
      const label = NODE_LABELS.find((one) => labels.has(one));
      const node = label === undefined ? "" : (labels.get(label) ?? "");
      if (stamp === "" || pool === "" || node === "") {
        throw new BodyError(422, `Column "${name}" does not name its stamp, pool and node.`, "columns");
      }
      return { column, stamp, pool, node };
    });
}
