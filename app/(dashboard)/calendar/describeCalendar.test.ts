import { expect, test } from "vitest";
import type { CalendarEntry } from "#lib/execution/calendar/calendarAnswer.ts";
import { describeCalendar, placeEntry } from "./describeCalendar.ts";

const NOW = Date.parse("2026-03-03T12:00:00Z");
const span = { fromMs: NOW, toMs: NOW + 10 * 86_400_000 };
const deployment: CalendarEntry = {
  kind: "deployment",
  title: "wus-e",
  from: null,
  to: null,
  region: "westus",
  stamps: ["wus-e"],
  registries: [],
  phase: null,
  conflicts: [],
};

test("an entry stands where its times are; what has no end reaches to the edge, what is outside is not drawn", () => {
  expect(placeEntry(deployment, span)).toEqual({ start: 0, end: 1, isOpen: true });
  expect(placeEntry({ from: "2026-03-04T12:00:00Z", to: "2026-03-05T12:00:00Z" }, span)).toEqual({
    start: 0.1,
    end: 0.2,
    isOpen: false,
  });
  expect(placeEntry({ from: "2026-03-01T00:00:00Z", to: "2026-03-02T00:00:00Z" }, span)).toBeNull();
  expect(placeEntry({ from: "2026-04-01T00:00:00Z", to: null }, span)).toBeNull();
});

test("says what is under way, what is in conflict, and what comes next", () => {
  const calendar = { from: "", to: "", entries: [deployment] };
  expect(describeCalendar(calendar, NOW)).toBe(
    "No phase is under way; nothing is in the way of anything; nothing is scheduled.",
  );
  const phase: CalendarEntry = {
    ...deployment,
    kind: "phase",
    title: "Isolate: Tail",
    from: "2026-03-04T09:00:00Z",
    phase: {
      plan: 1,
      version: 1,
      planName: "Isolate",
      planState: "running",
      phase: 1,
      state: "approved",
      tier: "high",
      cutOverAt: null,
      isScheduled: true,
    },
    conflicts: ["wus-e is in deployment"],
  };
  expect(describeCalendar({ ...calendar, entries: [deployment, phase] }, NOW)).toContain(
    "1 entry in conflict; next: Isolate: Tail, 4 Mar 09:00 UTC",
  );
});
