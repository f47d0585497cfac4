import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyHour, markPresent, packPresence } from "../cpu/hourRow.ts";
import { findSilentNodes, type StoredPresence } from "./findSilentNodes.ts";

/** An hour in which each slot reported in these bins. */
function hourOf(hour: number, bins: Readonly<Record<number, readonly number[]>>): StoredPresence {
  const row = emptyHour();
  for (const [slot, present] of Object.entries(bins)) {
    for (const bin of present)
      markPresent(row, bin, { firstSlot: Number(slot), values: Int16Array.of(1_000) });
  }
  return { hour, firstSlot: row.firstSlot, presence: packPresence(row.presence) };
}

const all = Array.from({ length: 60 }, (_, bin) => bin);

test("a node that stopped more than 15 minutes before the pool's newest minute is silent, the latest first", () => {
  const hours = [hourOf(10, { 0: all, 1: all, 2: [0, 1, 30] }), hourOf(11, { 0: [0, 1, 40], 1: [0, 24] })];
  expect(findSilentNodes(hours)).toEqual([
    { slot: 1, lastMinute: 11 * 60 + 24 },
    { slot: 2, lastMinute: 10 * 60 + 30 },
  ]);
});

test("15 minutes without a sample is not yet silence", () => {
  expect(findSilentNodes([hourOf(11, { 0: [59], 1: [44] })])).toEqual([]);
  expect(findSilentNodes([hourOf(11, { 0: [59], 1: [43] })])).toEqual([
    { slot: 1, lastMinute: 11 * 60 + 43 },
  ]);
});

test("a silent pool has no silent nodes, and neither has one without data", () => {
  expect(findSilentNodes([hourOf(3, { 0: [5], 1: [5] })])).toEqual([]);
  expect(findSilentNodes([])).toEqual([]);
});

test("whatever order the hours come in, and packed or not, each node's last minute is the same", () => {
  const presentArb = fc.array(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 8 });
  const hoursArb = fc.array(
    fc.dictionary(fc.integer({ min: 0, max: 5 }).map(String), fc.oneof(fc.constant(all), presentArb)),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(hoursArb, (sent) => {
      const last = new Map<number, number>();
      sent.forEach((bins, hour) => {
        for (const [slot, present] of Object.entries(bins))
          last.set(Number(slot), hour * 60 + Math.max(...present));
      });
      const newest = Math.max(...last.values());
      const expected = [...last].filter(([, minute]) => minute < newest - 15);
      const found = findSilentNodes(sent.map((bins, hour) => hourOf(hour, bins)).reverse());
      expect(found.map(({ slot, lastMinute }) => [slot, lastMinute]).sort()).toEqual(expected.sort());
    }),
  );
});
