import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type GanttPhase, type GanttSpan, layOutGantt } from "./layOutGantt.ts";

const HOUR = 3_600_000;
const MONDAY = Date.UTC(2026, 10, 23);

/** To a thousandth of a pixel. */
const pixels = (span: GanttSpan | undefined) =>
  span && { left: Number(span.left.toFixed(3)), width: Number(span.width.toFixed(3)) };

const phase = (id: string, hours: readonly [number, number, number], waits: [number, string][] = []) => ({
  id,
  schedule: {
    startMs: MONDAY + hours[0] * HOUR,
    cutOverMs: MONDAY + hours[1] * HOUR,
    observedMs: MONDAY + hours[2] * HOUR,
    waits: waits.map(([until, why]) => ({ untilMs: MONDAY + until * HOUR, why })),
  },
});

describe("a schedule of phases", () => {
  const layout = layOutGantt(
    [phase("1", [9, 10, 34], [[9, "working hours"]]), phase("2", [57, 58, 106], [[57, "working hours"]])],
    { earliestMs: MONDAY, width: 1_060 },
  );

  test("runs from when it could begin to the end of the last observation", () => {
    expect(layout.fromMs).toBe(MONDAY);
    expect(layout.toMs).toBe(MONDAY + 106 * HOUR);
    expect(layout.rows.map(({ bars }) => pixels(bars?.cutover))).toEqual([
      { left: 90, width: 10 },
      { left: 570, width: 10 },
    ]);
    expect(layout.rows.map(({ bars }) => pixels(bars?.observation))).toEqual([
      { left: 100, width: 240 },
      { left: 580, width: 480 },
    ]);
  });

  test("shows each wait from the end of the phase before", () => {
    expect(
      layout.rows.map(({ bars }) =>
        bars?.waits.map(({ left, width, why }) => [Math.round(left), Math.round(width), why]),
      ),
    ).toEqual([[[0, 90, "working hours"]], [[340, 230, "working hours"]]]);
  });

  test("has its ticks on round times, days named", () => {
    expect(layout.ticks.every(({ left }) => left >= 0 && left <= 1_060)).toBe(true);
    expect(layout.ticks.find(({ isDay }) => isDay)?.label).toMatch(/^(Mon|Tue|Wed) \d+ Nov$/);
  });
});

test("waits follow one another, and one that ends before the phase could begin is none", () => {
  const { rows } = layOutGantt(
    [
      phase("1", [0, 1, 25]),
      phase(
        "2",
        [48, 49, 73],
        [
          [20, "not before"],
          [30, "working hours"],
          [48, "change freeze"],
        ],
      ),
    ],
    { earliestMs: MONDAY, width: 730 },
  );
  expect(
    rows[1]?.bars?.waits.map(({ left, width, why }) => [Math.round(left), Math.round(width), why]),
  ).toEqual([
    [250, 50, "working hours"],
    [300, 180, "change freeze"],
  ]);
});

test("a phase without a place in the calendar has no bars, and the others keep theirs", () => {
  const { rows } = layOutGantt([phase("1", [0, 1, 25]), { id: "2", schedule: null }], {
    earliestMs: MONDAY,
    width: 250,
  });
  expect(rows[0]?.bars).not.toBeNull();
  expect(rows[1]).toEqual({ id: "2", bars: null });
});

test("without any schedule the axis is an hour long", () => {
  const layout = layOutGantt([], { earliestMs: MONDAY, width: 100 });
  expect(layout.toMs - layout.fromMs).toBe(HOUR);
});

test("whatever the schedule, every bar lies within the plot, in order, and a cutover can be seen", () => {
  const gap = fc.integer({ min: 0, max: 400 });
  const phases = fc.array(fc.tuple(gap, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 400 })), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(phases, fc.integer({ min: 50, max: 2_000 }), (lengths, width) => {
      let at = 0;
      const planned: GanttPhase[] = lengths.map(([wait, minutes, hours], place) => {
        const start = at + wait;
        const cutOver = start + minutes / 60;
        at = cutOver + hours;
        return phase(String(place), [start, cutOver, at], wait > 0 ? [[start, "working hours"]] : []);
      });
      for (const { bars } of layOutGantt(planned, { earliestMs: MONDAY, width }).rows) {
        if (bars === null) throw new Error("every phase has a place");
        expect(bars.cutover.width).toBeGreaterThanOrEqual(4);
        expect(bars.observation.width).toBeGreaterThanOrEqual(0);
        for (const { left, width: wide } of [...bars.waits, bars.cutover, bars.observation]) {
          expect(left).toBeGreaterThanOrEqual(-1e-6);
          expect(left + wide).toBeLessThanOrEqual(width + 4 + 1e-6);
        }
      }
    }),
  );
});
