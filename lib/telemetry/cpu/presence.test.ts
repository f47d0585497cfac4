import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_DATA } from "../../core/index.ts";
import { emptyHour, type HourRow, markPresent, packPresence, unpackPresence } from "./hourRow.ts";
import { countPresence, EXPECTED_AFTER_MINUTES } from "./presence.ts";

const FIRST_HOUR = 480_000;
const HOURS = 4;

/** Which minutes (from the first hour on) each slot reported in. */
type Reports = { slot: number; minutes: number[] }[];

function pack(reports: Reports): Map<number, HourRow> {
  const hours = new Map<number, HourRow>();
  for (const { slot, minutes } of reports) {
    for (const minute of minutes) {
      const hour = FIRST_HOUR + Math.floor(minute / 60);
      const row = hours.get(hour) ?? emptyHour();
      hours.set(hour, row);
      markPresent(row, minute % 60, { firstSlot: slot, values: Int16Array.of(1_000) });
    }
  }
  return hours;
}

function countNaively(reports: Reports, from: number, to: number) {
  const bins = Array.from({ length: to - from }, (_, bin) => from + bin);
  const has = (minutes: number[], low: number, high: number) => minutes.some((at) => at >= low && at <= high);
  return {
    present: bins.map((bin) => reports.filter(({ minutes }) => has(minutes, bin, bin)).length),
    expected: bins.map(
      (bin) => reports.filter(({ minutes }) => has(minutes, bin - EXPECTED_AFTER_MINUTES, bin)).length,
    ),
  };
}

const minutesOfNode = fc.oneof(
  fc.array(fc.integer({ min: 0, max: HOURS * 60 - 1 }), { maxLength: 40 }),
  fc
    .tuple(fc.integer({ min: 0, max: HOURS * 60 - 1 }), fc.integer({ min: 1, max: 200 }))
    .map(([from, length]) => Array.from({ length }, (_, at) => from + at).filter((at) => at < HOURS * 60)),
);

describe("counting nodes present and expected", () => {
  it("equals counting minute by minute, for any reports and any window", () => {
    const nodes = fc.uniqueArray(
      fc.record({ slot: fc.integer({ min: 0, max: 40 }), minutes: minutesOfNode }),
      {
        selector: (node) => node.slot,
        maxLength: 8,
      },
    );
    const window = fc.tuple(fc.integer({ min: 15, max: 120 }), fc.integer({ min: 1, max: 110 }));
    fc.assert(
      fc.property(nodes, window, (reports, [from, length]) => {
        const fromMinute = FIRST_HOUR * 60 + from;
        const counts = { fromMinute, present: new Uint16Array(length), expected: new Uint16Array(length) };
        const hours = [...pack(reports)].map(([hour, row]) => ({
          hour,
          ...row,
          presence: packPresence(row.presence),
        }));
        countPresence(hours, counts);
        const naive = countNaively(reports, from, from + length);
        expect([...counts.present]).toEqual(naive.present);
        expect([...counts.expected]).toEqual(naive.expected);
      }),
      { numRuns: 300 },
    );
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

  it("counts hours in which every node reported throughout, also where no other hour is in the window", () => {
    const hours = [0, 1].map((after) => {
      const row = emptyHour();
      for (let bin = 0; bin < 60; bin++)
        markPresent(row, bin, { firstSlot: 2, values: Int16Array.of(0, 0, 0) });
      return { hour: FIRST_HOUR + after, ...row, presence: packPresence(row.presence) };
    });
    const counts = {
      fromMinute: FIRST_HOUR * 60,
      present: new Uint16Array(120),
      expected: new Uint16Array(120),
    };
    countPresence(hours, counts);
    expect(new Set(counts.present)).toEqual(new Set([3]));
    expect(new Set(counts.expected)).toEqual(new Set([3]));
  });

  it("does not expect a node that never reported, nor one that stopped more than 15 minutes ago", () => {
    const row = emptyHour();
    markPresent(row, 0, { firstSlot: 3, values: Int16Array.of(500, NO_DATA) });
    const counts = {
      fromMinute: FIRST_HOUR * 60,
      present: new Uint16Array(60),
      expected: new Uint16Array(60),
    };
    countPresence([{ hour: FIRST_HOUR, ...row }], counts);
    expect(counts.expected[15]).toBe(1);
    expect(counts.expected[16]).toBe(0);
    expect(counts.present[0]).toBe(1);
  });
});
