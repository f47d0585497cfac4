import { expect, test } from "vitest";
import { type StoredRelation, summarizeStorage } from "./storageReport.ts";

const DAY = 1_440;
const known = {
  nowMinute: 20 * DAY + 360,
  retention: { rawDays: 14, rollupDays: 400 },
  firstMinutes: new Map<string, number>(),
};
const day = (table: string, from: number, bytes: number, days = 1): StoredRelation => ({
  table,
  bytes,
  rows: bytes / 10,
  partition: { fromMinute: from * DAY, toMinute: (from + days) * DAY },
});

test("a day's growth is what the newest whole day took, not the running one, nor one made ahead", () => {
  const days = [day("pool_minute", 18, 500), day("pool_minute", 19, 700), day("pool_minute", 20, 90)];
  const [table] = summarizeStorage([...days, day("pool_minute", 21, 0)], known);
  expect(table).toEqual({
    name: "pool_minute",
    bytes: 1_290,
    rowsEstimate: 129,
    partitions: { count: 4, fromMinute: 18 * DAY, toMinute: 22 * DAY },
    keptDays: 14,
    bytesPerDay: 700,
    bytesWhenFull: 700 * 15,
  });
});

test("where no partition is whole, growth is of the running one, from its first data on", () => {
  const month = [day("pool_hour", 0, 1_000, 30)];
  const bytesPerDay = (firstMinute?: number) =>
    summarizeStorage(month, {
      ...known,
      firstMinutes: new Map(firstMinute === undefined ? [] : [["pool_hour", firstMinute]]),
    })[0]?.bytesPerDay;
  expect(bytesPerDay()).toBeCloseTo(1_000 / 20.25, 9);
  expect(bytesPerDay(16 * DAY + 360)).toBe(250);
  expect(bytesPerDay(20 * DAY + 330)).toBeNull();
});

test("a table that is not parted is kept as long as what it tells of; rows that nobody has counted are not known", () => {
  const node = { table: "node", bytes: 10, rows: null, partition: null };
  expect(summarizeStorage([node, day("load_minute", 19, 5)], known)).toMatchObject([
    { name: "node", rowsEstimate: null, keptDays: null, bytesPerDay: null, bytesWhenFull: null },
    { name: "load_minute" },
  ]);
});
