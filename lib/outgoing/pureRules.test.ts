import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type QuietHours, quietHoursSchema, quietUntilMs } from "./quietHours.ts";
import { RETRY, retryDelayMs } from "./retry.ts";
import { signBody } from "./signature.ts";

const NIGHT: QuietHours = { timeZone: "UTC", from: "22:00", to: "07:00", criticalPasses: true };
const at = (text: string) => Date.parse(`2026-03-02T${text}:00Z`);

test.each([
  ["21:59", null],
  ["22:00", "2026-03-03T07:00:00Z"],
  ["23:30", "2026-03-03T07:00:00Z"],
  ["06:59", "2026-03-02T07:00:00Z"],
  ["07:00", null],
])("at %s a night from 22:00 to 07:00 is quiet until %s", (time, until) => {
  expect(quietUntilMs(NIGHT, at(time))).toBe(until === null ? null : Date.parse(until));
});

test("quiet hours go by the clock of their place, in summer and in winter", () => {
  const berlin = { ...NIGHT, timeZone: "Europe/Berlin" };
  expect(quietUntilMs(berlin, Date.parse("2026-01-10T05:30:00Z"))).toBe(Date.parse("2026-01-10T06:00:00Z"));
  expect(quietUntilMs(berlin, Date.parse("2026-07-10T05:30:00Z"))).toBeNull();
});

test("whatever the hours, their end is later, within a day, and not quiet", () => {
  const clock = fc.integer({ min: 0, max: 1_439 }).map((minute) => {
    const two = (value: number) => String(value).padStart(2, "0");
    return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
  });
  fc.assert(
    fc.property(clock, clock, fc.integer({ min: 0, max: 4_000_000_000_000 }), (from, to, nowMs) => {
      fc.pre(from !== to);
      const quiet = { ...NIGHT, from, to };
      const until = quietUntilMs(quiet, nowMs);
      if (until === null) return;
      expect(until).toBeGreaterThan(nowMs);
      expect(until - nowMs).toBeLessThanOrEqual(86_400_000);
      expect(quietUntilMs(quiet, until)).toBeNull();
    }),
  );
});

test("a place that does not exist, and hours of no length, are refused", () => {
  expect(quietHoursSchema.safeParse({ ...NIGHT, timeZone: "Mars/Olympus" }).success).toBe(false);
  expect(quietHoursSchema.safeParse({ ...NIGHT, to: "22:00" }).success).toBe(false);
});

test("each wait is half to all of its step, steps triple up to an hour, and after the tenth attempt there is none", () => {
  for (let attempts = 1; attempts < RETRY.attempts; attempts++) {
    const step = Math.min(3_600_000, 15_000 * 3 ** (attempts - 1));
    expect(retryDelayMs(attempts, () => 0)).toBe(Math.round(step / 2));
    expect(retryDelayMs(attempts, () => 0.999_999)).toBeLessThanOrEqual(step);
  }
  expect(retryDelayMs(RETRY.attempts, () => 0)).toBeNull();
});

test("the signature is over the seconds, a dot and the body", () => {
  const expected = createHmac("sha256", "secret").update('1700000000.{"a":1}').digest("hex");
  expect(signBody("secret", { body: '{"a":1}', nowMs: 1_700_000_000_999 })).toBe(
    `t=1700000000,v1=${expected}`,
  );
});
