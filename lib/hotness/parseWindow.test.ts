import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ok } from "../core/index.ts";
import { isRelative, parseDurationMinutes, parseWindow, windowFields, windowOf } from "./parseWindow.ts";

const fromMs = Date.UTC(2026, 2, 2, 2, 0);
const minute = fromMs / 60_000;

test.each([
  [{}, { kind: "peak" }],
  [{ window: "" }, { kind: "peak" }],
  [{ window: "peak" }, { kind: "peak" }],
  [{ window: "12h" }, { kind: "last", minutes: 720 }],
  [{ window: "now-12h" }, { kind: "last", minutes: 720 }],
  [{ window: "90m" }, { kind: "last", minutes: 90 }],
  [{ window: "7d" }, { kind: "last", minutes: 10_080 }],
  [
    { from: fromMs, to: fromMs + 60_000 },
    { kind: "dates", fromMinute: minute, toMinute: minute + 1 },
  ],
  // A bin is in the window when it begins in it: half-open at both ends.
  [
    { from: fromMs + 1, to: fromMs + 120_001 },
    { kind: "dates", fromMinute: minute + 1, toMinute: minute + 3 },
  ],
])("%j", (fields, request) => {
  expect(parseWindow(fields)).toEqual(ok(request));
});

test.each([
  [{ from: fromMs }, "to", "to is missing"],
  [{ to: fromMs }, "from", "from is missing"],
  [{ from: fromMs, to: fromMs }, "to", "to must be after from"],
  [{ from: fromMs, to: fromMs - 1 }, "to", "to must be after from"],
  [{ from: fromMs + 1, to: fromMs + 2 }, "to", "No minute begins"],
  [{ from: fromMs, to: fromMs + 60_000, window: "12h" }, "window", "not both"],
  [{ window: "yesterday" }, "window", "use peak"],
  [{ window: "0h" }, "window", "use peak"],
  [{ window: "now+12h" }, "window", "use peak"],
  [{ window: "12 h" }, "window", "use peak"],
])("refuses %j and says what to do", (fields, path, words) => {
  const refused = parseWindow(fields);
  if (refused.ok) throw new Error("was accepted");
  expect(refused.error).toMatchObject({ code: "malformed", errors: [{ path }] });
  expect(refused.error.detail).toContain(words);
});

test("only what moves with the clock is relative", () => {
  expect(isRelative({ kind: "peak" })).toBe(true);
  expect(isRelative({ kind: "last", minutes: 720 })).toBe(true);
  expect(isRelative({ kind: "dates", fromMinute: 0, toMinute: 1 })).toBe(false);
});

test("the last 12 hours are 720 whole minutes and leave the running one out", () => {
  expect(windowOf({ kind: "last", minutes: 720 }, 10_000)).toEqual({ fromMinute: 9_280, toMinute: 10_000 });
  expect(windowOf({ kind: "dates", fromMinute: 5, toMinute: 9 }, 10_000)).toEqual({
    fromMinute: 5,
    toMinute: 9,
  });
});

describe("as a query and as a body", () => {
  const schema = z.strictObject(windowFields);
  test("takes RFC 3339 and epoch milliseconds, as numbers and as digits", () => {
    expect(schema.parse({ from: "2026-03-02T02:00:00Z", to: String(fromMs + 60_000) })).toEqual({
      from: fromMs,
      to: fromMs + 60_000,
    });
    expect(schema.parse({ from: fromMs, to: "2026-03-02T04:00:00+02:00" })).toEqual({
      from: fromMs,
      to: fromMs,
    });
  });

  test("a time without a zone means something else on every machine and is refused", () => {
    expect(schema.safeParse({ from: "2026-03-02T02:00:00" }).success).toBe(false);
  });
});

test.each([
  ["5m", 5],
  ["1h", 60],
  ["1d", 1_440],
  ["0m", null],
  ["5", null],
  ["-5m", null],
  ["5s", null],
])("duration %s", (text, minutes) => {
  expect(parseDurationMinutes(text)).toBe(minutes);
});
