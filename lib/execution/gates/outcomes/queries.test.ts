import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../db/testDatabase.ts";
import { storeOutcomes } from "../../../telemetry/outcome/commands.ts";
import { readOutcomes, readWindowOutcomes } from "./queries.ts";

const DAY = 1_440;
/** Two hours of a day. */
const window = { fromMinute: 29_500 * DAY, toMinute: 29_500 * DAY + 120 };
const before = { fromMinute: window.fromMinute - DAY, toMinute: window.toMinute - DAY };
const stamps = [
  { id: 7, name: "wus-a", isDestination: false },
  { id: 8, name: "wus-b", isDestination: true },
];

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  const rowsOf = (stamp: number, daysAgo: number, minutes: number, pullP95Ms: number | null) =>
    Array.from({ length: minutes }, (_, minute) => ({
      stamp,
      minute: window.fromMinute - daysAgo * DAY + minute,
      // One bad minute moves no median.
      pullP95Ms: minute === 0 && pullP95Ms !== null ? 60_000 : pullP95Ms,
      errorRate: null,
      throughputBytes: 1_000 + daysAgo,
    }));
  await storeOutcomes(db.pool, [
    ...rowsOf(8, 0, 120, 400),
    ...rowsOf(8, 1, 120, 300),
    // Less than half of its minutes: no day.
    ...rowsOf(8, 2, 50, 900),
    ...rowsOf(8, 3, 60, 320),
    // Out of the week that is looked at.
    ...rowsOf(8, 12, 120, 10),
    ...rowsOf(7, 1, 120, null),
  ]);
});
afterAll(() => db.close());

test("a day is told by the median of its same clock hours, and only if half of them is there", async () => {
  const beforeMs = window.fromMinute * 60_000;
  const outcomes = await readOutcomes(db.pool, { stamps, window, beforeMs });
  expect(outcomes.map(({ earlier, ...one }) => ({ ...one, earlier: earlier.toSorted() }))).toEqual([
    { stamp: "wus-b", measure: "pullP95Ms", after: 400, earlier: [300, 320] },
    { stamp: "wus-b", measure: "throughputBytes", after: 1_000, earlier: [1_001, 1_003] },
  ]);
});

test("days that lie after the phase's first move are none to compare with", async () => {
  const beforeMs = (window.fromMinute - 2 * DAY) * 60_000;
  const [pull] = await readOutcomes(db.pool, { stamps, window, beforeMs });
  expect(pull?.earlier).toEqual([320]);
});

test("two windows stand side by side, and what neither has is left out", async () => {
  expect(await readWindowOutcomes(db.pool, { stamps, before, after: window })).toEqual([
    { stamp: "wus-a", measure: "throughputBytes", before: 1_001, after: null },
    { stamp: "wus-b", measure: "pullP95Ms", before: 300, after: 400 },
    { stamp: "wus-b", measure: "throughputBytes", before: 1_001, after: 1_000 },
  ]);
});
