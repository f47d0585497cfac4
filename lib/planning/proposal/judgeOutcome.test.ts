import { expect, test } from "vitest";
import { resolvePlanningSettings } from "../../fleet/settings.ts";
import { judgeOutcome, type OutcomeHour } from "./judgeOutcome.ts";

const FROM = 1_000;
const RULES = resolvePlanningSettings([], "westus").outcomeTrigger;
/** Twelve hours, and the same ones a day before. */
function hours(
  now: (at: number) => Partial<OutcomeHour>,
  then: (at: number) => Partial<OutcomeHour>,
): OutcomeHour[] {
  const nothing = { pullP95Ms: null, errorRate: null };
  return Array.from({ length: 12 }, (_, at) => at).flatMap((at) => [
    { hour: FROM + at, ...nothing, ...now(at) },
    { hour: FROM + at - 24, ...nothing, ...then(at) },
  ]);
}
const judge = (...days: Parameters<typeof hours>) =>
  judgeOutcome({ stamp: "wus-a", hours: hours(...days), from: FROM }, RULES);

test("worse by a quarter in most hours is clearly worse, with the means of both days", () => {
  const worse = judge(
    (at) => ({ pullP95Ms: 300 + at }),
    (at) => ({ pullP95Ms: 200 + at }),
  );
  expect(worse).toEqual([{ stamp: "wus-a", measure: "pullP95Ms", before: 205.5, after: 305.5 }]);
});

test.each([
  ["a little worse in every hour", () => ({ pullP95Ms: 240 }), () => ({ pullP95Ms: 200 })],
  [
    "much worse in a few hours",
    (at: number) => ({ pullP95Ms: at < 4 ? 900 : 199 }),
    () => ({ pullP95Ms: 200 }),
  ],
  ["better", () => ({ pullP95Ms: 100 }), () => ({ pullP95Ms: 200 })],
  ["twice next to nothing", () => ({ errorRate: 0.0008 }), () => ({ errorRate: 0.0004 })],
  ["not reported a day before", () => ({ errorRate: 0.2 }), () => ({})],
  [
    "in too few hours that both have",
    (at: number) => (at < 5 ? { errorRate: 0.2 } : {}),
    () => ({ errorRate: 0.01 }),
  ],
])("%s is not", (_, now, then) => {
  expect(judge(now, then)).toEqual([]);
});

test("each measure is judged by itself", () => {
  const found = judge(
    () => ({ pullP95Ms: 200, errorRate: 0.02 }),
    () => ({ pullP95Ms: 200, errorRate: 0.01 }),
  );
  expect(found.map(({ measure }) => measure)).toEqual(["errorRate"]);
});

test("what is clearly worse is a setting", () => {
  const days = hours(
    () => ({ pullP95Ms: 240 }),
    () => ({ pullP95Ms: 200 }),
  );
  const judged = (worseBy: number) =>
    judgeOutcome({ stamp: "wus-a", hours: days, from: FROM }, { ...RULES, worseBy });
  expect([judged(0.25).length, judged(0.15).length]).toEqual([0, 1]);
});
