import type { LoadEntries, LoadEntry } from "./loadRow.ts";

/** Registry load by `cellKey(pool, minute)`. */
export type LoadCells = Map<number, LoadEntries>;

/** Adds a row to the cells; the last row of an identity wins. Answers whether the identity was there before. */
export function addLoad(cells: LoadCells, key: number, registry: number, entry: LoadEntry): boolean {
  let entries = cells.get(key);
  if (entries === undefined) {
    entries = new Map();
    cells.set(key, entries);
  }
  const before = entries.get(registry);
  entries.set(registry, {
    requests: entry.requests ?? before?.requests ?? null,
    bytes: entry.bytes ?? before?.bytes ?? null,
  });
  return before !== undefined;
}

/** Whether the entry says nothing that is not stored: a measure that was not sent says nothing. */
export function sameLoad(stored: LoadEntry, sent: LoadEntry): boolean {
  return (
    (sent.requests === null || sent.requests === stored.requests) &&
    (sent.bytes === null || sent.bytes === stored.bytes)
  );
}
