import {
  CELL_TIME_KINDS,
  type CellTimeKind,
  CellTimeReader,
} from "../../telemetry/decode/mapped/cellTime.ts";

const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

/** The form in which most of these cells, at least half, are times between 2000 and 2100; null where there is none. */
export function recogniseTime(cells: readonly string[]): CellTimeKind | null {
  let best: CellTimeKind | null = null;
  let most = 0;
  // What reads well as one of the first is taken for it.
  for (const kind of CELL_TIME_KINDS) {
    const count = cells.filter((cell) => isTime(cell, kind)).length;
    if (count * 2 < cells.length || count <= most) continue;
    best = kind;
    most = count;
  }
  return best;
}

/** Whether such cells could as well have their day where the month is taken to be. */
export function isAmbiguousDate(cells: readonly string[]): boolean {
  return cells.every((cell) => isTime(cell, "dayFirst")) && cells.every((cell) => isTime(cell, "monthFirst"));
}

/** Epoch milliseconds; NaN where it is none. */
export function timeOf(cell: string, kind: CellTimeKind, offsetMinutes = 0): number {
  const bytes = new TextEncoder().encode(cell);
  return new CellTimeReader().read(bytes, 0, bytes.length, { kind, offsetMinutes });
}

/** Whether times of that form name no offset from UTC themselves. */
export function namesNoOffset(cells: readonly string[], kind: CellTimeKind): boolean {
  if (kind.startsWith("epoch")) return false;
  return cells.some((cell) => isTime(cell, kind) && timeOf(cell, kind, 0) !== timeOf(cell, kind, 60));
}

function isTime(cell: string, kind: CellTimeKind): boolean {
  const atMs = timeOf(cell, kind);
  return atMs >= EARLIEST_MS && atMs < LATEST_MS;
}
