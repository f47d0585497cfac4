import { expect, test } from "vitest";
import type { Alert } from "#lib/alerts/list/alertAnswer.ts";
import { arrangeOpen, summarizeOpen } from "./alertsView.ts";
import { describeRule } from "./describeRule.ts";

const NOW = Date.UTC(2026, 2, 2, 12);
const at = (minutesAgo: number) => new Date(NOW - minutesAgo * 60_000).toISOString();
const alert = (id: number, over: Partial<Alert> = {}): Alert => ({
  ...{ id, rule: "now-over-limit", ruleName: "Over its limit now", measure: "now", severity: "warning" },
  ...{ region: "westus", stamp: "wus-a", pool: "dataproxy", state: "open", sentence: "…" },
  ...{ since: at(10), raisedAt: at(5), clearedAt: null, clearedBy: null },
  ...{ limit: 60, value: 70, worst: 80, latest: 70, acknowledged: null, muted: null },
  ...over,
});
const taken = { at: at(1), by: "olga", note: null };
const mutedFor = (minutes: number) => ({ until: at(-minutes), by: "olga", reason: "known" });

test("critical before warning, nobody’s before somebody’s, loud before muted, then the oldest", () => {
  const open = [
    alert(1, { muted: mutedFor(5), severity: "critical" }),
    alert(2, { acknowledged: taken, severity: "critical" }),
    alert(3),
    alert(4, { since: at(90) }),
    alert(5, { severity: "critical" }),
    alert(6, { muted: mutedFor(-5), since: at(100) }),
  ];
  expect(arrangeOpen(open, NOW).map(({ id }) => id)).toEqual([5, 6, 4, 3, 2, 1]);
});

test("the top says how many, how grave, and what is nobody’s yet", () => {
  const told = (open: Parameters<typeof arrangeOpen>[0], hasMoreOpen = false) =>
    summarizeOpen({ open, hasMoreOpen }, NOW);
  expect(told([])).toBe("Nothing is wrong that a rule asks about.");
  expect(told([alert(1)])).toBe("1 alert is open, none critical; 1 not yet acknowledged.");
  expect(
    told([alert(1, { severity: "critical", acknowledged: taken }), alert(2, { muted: mutedFor(1) })]),
  ).toBe("2 alerts are open, 1 critical; all are looked after.");
  expect(told([alert(1), alert(2)], true)).toBe(
    "More than 2 alerts are open; of the newest 2: none critical, 2 not yet acknowledged.",
  );
});

test("a rule reads as a sentence", () => {
  const rule = {
    ...({ id: "a", name: "A", region: "", poolKind: "", severity: "warning", enabled: true } as const),
    ...{ isDefault: true, isChanged: false, updatedAt: null, updatedBy: null },
  };
  const times = { forMinutes: 10, clearMargin: 3, clearMinutes: 5 };
  expect(describeRule({ ...rule, ...times, measure: "now", limit: null })).toBe(
    "The last 15 minutes over the pool’s limit for 10 min; clears 3 points under it for 5 min",
  );
  expect(
    describeRule({ ...rule, ...times, measure: "staleness", limit: 15, forMinutes: 0, clearMargin: 0 }),
  ).toBe("No sample for 15 min; clears once it is back for 5 min");
  expect(
    describeRule({ ...rule, ...times, measure: "signal", limit: 3, region: "westus", poolKind: "registry" }),
  ).toBe(
    "An open signal of severity high or graver for 10 min; clears once it is back for 5 min; registry pools in westus",
  );
});
