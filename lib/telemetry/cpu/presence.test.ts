import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_DATA } from "../../core/index.ts";
import { emptyHour, type HourRow, markPresent, packPresence, unpackPresence } from "./hourRow.ts";
import { countHour, EXPECTED_AFTER_MINUTES, readPresence } from "./presence.ts";

/** Which minutes (from the first hour on) each slot reported in. */
type Reports = readonly { readonly slot: number; readonly minutes: readonly number[] }[];

const HOURS = 3;

function pack(reports: Reports): HourRow[] {
  const hours = Array.from({ length: HOURS }, emptyHour);
  for (const { slot, minutes } of reports) {
    for (const minute of minutes) {
      const hour = hours[Math.floor(minute / 60)] ?? emptyHour();
      markPresent(hour, minute % 60, { firstSlot: slot, values: Int16Array.of(1_000) });
    }
  }
  return hours;
}

/** As it is stored and read; null where the pool has no row. */
function presenceOf(hour: HourRow | undefined) {
  if (hour === undefined || hour.presence.length === 0) return null;
  // As among others': other bytes before and after it.
  const packed = packPresence(hour.presence);
  const stored = Uint8Array.of(1, 2, 3, ...packed, 4, 5);
  return readPresence(hour.firstSlot, stored, { from: 3, to: 3 + packed.length });
}

function count(hours: readonly HourRow[]) {
  const counts = { present: new Uint16Array(HOURS * 60), expected: new Uint16Array(HOURS * 60) };
  hours.forEach((hour, place) => {
    countHour(presenceOf(hour), presenceOf(hours[place - 1]), { ...counts, at: place * 60 });
  });
  return { present: [...counts.present], expected: [...counts.expected] };
}

function countNaively(reports: Reports) {
  const bins = Array.from({ length: HOURS * 60 }, (_, bin) => bin);
  const has = (minutes: readonly number[], low: number, high: number) =>
    minutes.some((at) => at >= low && at <= high);
  return {
    present: bins.map((bin) => reports.filter(({ minutes }) => has(minutes, bin, bin)).length),
    expected: bins.map(
      (bin) => reports.filter(({ minutes }) => has(minutes, bin - EXPECTED_AFTER_MINUTES, bin)).length,
    ),
  };
}

const minuteArbitrary = fc.integer({ min: 0, max: HOURS * 60 - 1 });
const minutesOfNode = fc.oneof(
  fc.array(minuteArbitrary, { maxLength: 40 }),
  fc
    .tuple(minuteArbitrary, fc.integer({ min: 1, max: 180 }))
    .map(([from, length]) => Array.from({ length }, (_, at) => from + at).filter((at) => at < HOURS * 60)),
  // Whole hours, which are stored in two bytes.
  fc.constantFrom(0, 60).map((from) => Array.from({ length: HOURS * 60 - from }, (_, at) => from + at)),
);

const WHOLE = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

describe("counting nodes present and expected", () => {
  it("equals counting minute by minute, for any reports", () => {
    const nodes = fc.uniqueArray(
      fc.record({ slot: fc.integer({ min: 0, max: 12 }), minutes: minutesOfNode }),
      { selector: (node) => node.slot, maxLength: 8 },
    );
    fc.assert(
      fc.property(nodes, (reports) => {
        expect(count(pack(reports))).toEqual(countNaively(reports));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["reported throughout", [WHOLE(0, 180), WHOLE(0, 180)]],
    ["came in the second hour", [WHOLE(0, 180), WHOLE(60, 180)]],
    ["left after the first hour", [WHOLE(0, 180), WHOLE(0, 60)]],
    ["left before the first hour's last quarter", [WHOLE(60, 180), WHOLE(0, 45)]],
    ["were silent for an hour", [WHOLE(0, 60), [0, 120]]],
  ])("equals counting minute by minute where nodes %s", (_what, minutes) => {
    const reports = minutes.map((each, slot) => ({ slot: slot + 3, minutes: each }));
    expect(count(pack(reports))).toEqual(countNaively(reports));
  });

  it("gives stored presence back as it was, whole hours too", () => {
    const whole = emptyHour();
    for (let bin = 0; bin < 60; bin++)
      markPresent(whole, bin, { firstSlot: 2, values: Int16Array.of(0, 0, 0) });
    const packed = packPresence(whole.presence);
    expect(packed.length).toBe(2);
    expect(unpackPresence(packed)).toEqual(whole.presence);
    const parted = whole.presence.slice();
    parted[8] = 0xfe;
    expect(unpackPresence(packPresence(parted))).toEqual(parted);
  });

  it("does not expect a node that never reported, nor one that stopped more than 15 minutes ago", () => {
    const row = emptyHour();
    markPresent(row, 0, { firstSlot: 3, values: Int16Array.of(500, NO_DATA) });
    const { present, expected } = count([row, emptyHour(), emptyHour()]);
    expect(expected[15]).toBe(1);
    expect(expected[16]).toBe(0);
    expect(present[0]).toBe(1);
  });
});
