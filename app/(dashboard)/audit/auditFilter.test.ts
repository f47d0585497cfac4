import { describe, expect, test } from "vitest";
import { auditQuerySchema } from "#lib/audit/auditRecord.ts";
import { PEAK, type TimeRange } from "#lib/charts/timeRange.ts";
import {
  auditCsvHref,
  auditHref,
  auditQueryOf,
  EVERY_EVENT,
  isFiltered,
  parseEventId,
} from "./auditFilter.ts";

const NOW = Date.UTC(2026, 10, 21, 14, 32, 10);
const LAST_HOUR: TimeRange = { kind: "relative", minutes: 60 };

describe("the filters of the URL", () => {
  test("left empty ask for everything; the peak window narrows nothing", () => {
    expect(auditQueryOf(EVERY_EVENT, PEAK, NOW)).toEqual({ limit: 100 });
    expect(isFiltered(EVERY_EVENT, PEAK)).toBe(false);
  });

  test("are asked as they stand", () => {
    const parameters = {
      ...EVERY_EVENT,
      actor: "ada",
      thing: "setting",
      name: "limitP95 in westus",
      before: "77",
    };
    expect(auditQueryOf(parameters, LAST_HOUR, NOW)).toEqual({
      limit: 100,
      actor: "ada",
      thing: "setting",
      thingName: "limitP95 in westus",
      cursor: 77n,
      from: NOW - 3_600_000,
    });
    expect(isFiltered(EVERY_EVENT, LAST_HOUR)).toBe(true);
  });

  test("a plan that is no number is none; words are asked without the space around them", () => {
    const parameters = { ...EVERY_EVENT, plan: "twelve", q: " limit  westus " };
    expect(auditQueryOf(parameters, PEAK, NOW)).toEqual({ limit: 100, q: "limit  westus" });
    expect(isFiltered({ ...EVERY_EVENT, plan: "12" }, PEAK)).toBe(true);
  });

  test("give the CSV the same events as the page, from the newest on", () => {
    const parameters = {
      ...EVERY_EVENT,
      action: "stamp.updated",
      request: "r & d",
      before: "77",
      plan: "12",
      stamp: "wus-a",
    };
    const range: TimeRange = { kind: "absolute", fromMinute: 29_000_000, toMinute: 29_000_060 };
    for (const asked of [PEAK, LAST_HOUR, range]) {
      const query = new URL(auditCsvHref(parameters, asked, NOW), "http://ballast.test").searchParams;
      const parsed = auditQuerySchema.parse(Object.fromEntries(query));
      const { cursor: _, ...shown } = auditQueryOf(parameters, asked, NOW);
      expect(parsed).toEqual({ ...shown, limit: 1_000 });
    }
  });

  test.each(["", "x", "-1", "1.5", "9".repeat(19)])("a place of “%s” is none", (text) => {
    expect(parseEventId(text)).toBeNull();
  });

  test("an address names only what narrows, and changes one thing at a time", () => {
    expect(auditHref(EVERY_EVENT, {})).toBe("/audit");
    expect(auditHref({ ...EVERY_EVENT, actor: "ada", event: "9" }, { event: "" })).toBe("/audit?actor=ada");
  });
});
