import { describe, expect, test } from "vitest";
import { auditQuerySchema } from "#lib/audit/auditRecord.ts";
import { PEAK, type TimeRange } from "#lib/charts/timeRange.ts";
import { auditCsvHref, auditHref, auditQueryOf, isFiltered, parseEventId } from "./auditFilter.ts";
import type { AuditParameters } from "./auditParameters.ts";

const NOW = Date.UTC(2026, 10, 21, 14, 32, 10);
const NOTHING: AuditParameters = {
  actor: "",
  action: "",
  thing: "",
  name: "",
  request: "",
  before: "",
  event: "",
};
const LAST_HOUR: TimeRange = { kind: "relative", minutes: 60 };

describe("the filters of the URL", () => {
  test("left empty ask for everything; the peak window narrows nothing", () => {
    expect(auditQueryOf(NOTHING, PEAK, NOW)).toEqual({ limit: 100 });
    expect(isFiltered(NOTHING, PEAK)).toBe(false);
  });

  test("are asked as they stand", () => {
    const parameters = {
      ...NOTHING,
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
    expect(isFiltered(NOTHING, LAST_HOUR)).toBe(true);
  });

  test("give the CSV the same events as the page, from the newest on", () => {
    const parameters = { ...NOTHING, action: "stamp.updated", request: "r & d", before: "77" };
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
    expect(auditHref(NOTHING, {})).toBe("/audit");
    expect(auditHref({ ...NOTHING, actor: "ada", event: "9" }, { event: "" })).toBe("/audit?actor=ada");
  });
});
