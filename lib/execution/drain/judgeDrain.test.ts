import { expect, test } from "vitest";
import { MINUTE_MS } from "../../core/index.ts";
import { firstDrainMinute, judgeDrain } from "./judgeDrain.ts";

const MINUTE = 29_000_000;
const AT = MINUTE * MINUTE_MS;
const before = { requests: 1_000, bytes: 0 };
const nowMs = AT + 10 * MINUTE_MS;
const load = (requests: number, bytes = 0) => ({ requests, bytes });

test("the first minute that tells begins 60 seconds or more after the binding changed", () => {
  expect(firstDrainMinute(AT)).toBe(MINUTE + 1);
  expect(firstDrainMinute(AT + 1)).toBe(MINUTE + 2);
  expect(firstDrainMinute(AT + MINUTE_MS - 1)).toBe(MINUTE + 2);
});

test.each([
  ["at 1 % of before it has drained", load(10), "drained", 0.01],
  ["above 1 % it has not", load(11), "not_drained", 0.011],
  ["load of a measure that there was none of before is not drained", load(0, 5), "not_drained", 1],
  ["what is not reported is waited for", null, "no_data", null],
] as const)("%s", (_, left, verdict, remaining) => {
  const after = [{ minute: MINUTE + 1, load: left }];
  expect(judgeDrain({ boundAtMs: AT, nowMs, before, after })).toMatchObject({ verdict, remaining });
});

test("a drain that takes longer ends too, and says what was left before that", () => {
  const first = { minute: MINUTE + 1, load: load(300) };
  const long = judgeDrain({ boundAtMs: AT, nowMs, before, after: [first] });
  expect(long).toMatchObject({ verdict: "not_drained" });
  expect(long.detail).toContain("30 %");
  const later = [first, { minute: MINUTE + 4, load: load(0) }];
  expect(judgeDrain({ boundAtMs: AT, nowMs, before, after: later }).verdict).toBe("drained");
});

test("no traffic before is not applicable; no report of before, or a minute that is not over, waits", () => {
  const idle = { requests: 0, bytes: 0 };
  expect(judgeDrain({ boundAtMs: AT, nowMs, before: idle, after: [] }).verdict).toBe("not_applicable");
  expect(judgeDrain({ boundAtMs: AT, nowMs, before: null, after: [] }).verdict).toBe("no_data");
  const early = AT + 2 * MINUTE_MS - 1;
  expect(judgeDrain({ boundAtMs: AT, nowMs: early, before, after: [] }).verdict).toBe("waiting");
});
