import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../../core/index.ts";
import { ALERT_MEASURES, MEASURE_FACTS } from "../rules/alertRule.ts";
import {
  type AlertEvent,
  placeOf,
  QUIET,
  reduceAlert,
  type WatchedRule,
  type WatchState,
} from "./reduceAlert.ts";

const NOW_RULE: WatchedRule = { measure: "now", forMinutes: 3, clearMargin: 5, clearMinutes: 2 };

/** One look a minute; what happened at each. */
function look(rule: WatchedRule, values: readonly (number | null)[], limit = 60): (AlertEvent | null)[] {
  let state: WatchState = QUIET;
  return values.map((value, minute) => {
    const next = reduceAlert(rule, { value, limit }, { state, nowMs: minute * MINUTE_MS });
    state = next.state;
    return next.event;
  });
}

describe("one minute after the other", () => {
  test.each([
    ["is raised once it has lasted", [70, 70, 70, 70, 70], [null, null, null, "raised", null]],
    [
      "counts anew after a minute at the limit",
      [70, 70, 60, 70, 70, 70],
      [null, null, null, null, null, null],
    ],
    ["counts anew after a minute without data", [70, 70, null, 70, 70, 70], Array(6).fill(null)],
    [
      "clears when it has been back by the margin for long enough",
      [70, 70, 70, 70, 55, 55, 55],
      [null, null, null, "raised", null, null, "cleared"],
    ],
    [
      "does not clear in the band, and a minute in it begins the count anew",
      [70, 70, 70, 70, 55, 57, 55, 55, 55],
      [null, null, null, "raised", null, null, null, null, "cleared"],
    ],
    [
      "does not clear for want of data",
      [70, 70, 70, 70, null, null, null, null],
      [null, null, null, "raised", null, null, null, null],
    ],
  ] as const)("an alert %s", (_, values, events) => expect(look(NOW_RULE, values)).toEqual(events));

  test("without a duration it is raised, and clears, at once", () => {
    const rule: WatchedRule = { ...NOW_RULE, forMinutes: 0, clearMinutes: 0 };
    expect(look(rule, [61, 50])).toEqual(["raised", "cleared"]);
  });
});

test.each([
  ["now", 60, 60, "clear"],
  ["now", 60.01, 60, "beyond"],
  ["staleness", 15, 15, "beyond"],
  ["staleness", 14, 15, "clear"],
  ["coverage", 0.9, 0.9, "clear"],
  ["coverage", 0.89, 0.9, "beyond"],
  ["signal", 3, 3, "beyond"],
  ["signal", 2, 3, "clear"],
  ["signal", null, 3, "none"],
] as const)("%s of %s with a limit of %s is %s", (measure, value, limit, place) => {
  expect(placeOf({ ...NOW_RULE, measure, clearMargin: 0 }, { value, limit })).toBe(place);
});

const ruleArbitrary = fc.record({
  measure: fc.constantFrom(...ALERT_MEASURES),
  forMinutes: fc.integer({ min: 0, max: 30 }),
  clearMargin: fc.integer({ min: 1, max: 20 }),
  clearMinutes: fc.integer({ min: 0, max: 30 }),
});
const isOpen = (state: WatchState) => state.phase === "open";

test("inside the hysteresis band nothing is ever raised or cleared, whatever came before", () => {
  fc.assert(
    fc.property(
      ruleArbitrary,
      fc.array(fc.tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: 1, max: 20 })), {
        maxLength: 60,
      }),
      (rule, looks) => {
        let state: WatchState = QUIET;
        let nowMs = 0;
        for (const [past, minutes] of looks) {
          nowMs += minutes * MINUTE_MS;
          const value = MEASURE_FACTS[rule.measure].side === "over" ? 100 + past : 100 - past;
          const reading = { value, limit: 100 };
          const next = reduceAlert(rule, reading, { state, nowMs });
          if (placeOf(rule, reading) === "band") {
            expect(next.event).toBeNull();
            expect(isOpen(next.state)).toBe(isOpen(state));
          }
          // Events and states tell the same story: raised only from closed, cleared only from open.
          expect(next.event).toBe(
            isOpen(next.state) === isOpen(state) ? null : isOpen(next.state) ? "raised" : "cleared",
          );
          state = next.state;
        }
      },
    ),
  );
});

test("between two raised alerts lies at least the time to clear and the time to last", () => {
  fc.assert(
    fc.property(
      ruleArbitrary,
      fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 200 }),
      (rule, values) => {
        const over = MEASURE_FACTS[rule.measure].side === "over";
        const events = look(
          rule,
          values.map((past) => (over ? 100 + past : 100 - past)),
          100,
        );
        const raised = events.flatMap((event, minute) => (event === "raised" ? [minute] : []));
        for (const [at, minute] of raised.slice(1).entries())
          expect(minute - (raised[at] ?? 0)).toBeGreaterThan(rule.clearMinutes + rule.forMinutes);
      },
    ),
  );
});
