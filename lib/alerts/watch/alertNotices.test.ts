import { expect, test } from "vitest";
import { noticesOf, type ToldAlert } from "./alertNotices.ts";

const NOW = Date.UTC(2026, 2, 2, 12);
const alert = (id: number, more: Partial<ToldAlert> = {}): ToldAlert => ({
  ...{ id, ruleId: "stale", ruleName: "No samples", measure: "staleness", severity: "critical" },
  ...{ region: "westus", stamp: `wus-${id}`, pool: "registry", limit: 15, worst: 15, latest: 15 },
  ...{ raisedAt: new Date(NOW), clearedBy: null, mutedUntil: null },
  ...more,
});
const raisedOf = (raised: readonly ToldAlert[]) => noticesOf({ raised, cleared: [], nowMs: NOW });

test("up to five of a rule and region are told one by one, more as one event that counts them", () => {
  const five = [1, 2, 3, 4, 5].map((id) => alert(id));
  expect(raisedOf(five).map(({ key }) => key)).toEqual([1, 2, 3, 4, 5].map((id) => `alert-${id}-raised`));
  const [only, ...others] = raisedOf([...five, alert(6)]);
  expect(others).toEqual([]);
  expect(only).toMatchObject({
    severity: "critical",
    sentence: expect.stringMatching(/raised in 6 places of westus at once: wus-1 registry, .* and 1 more\.$/),
    facts: { alerts: [1, 2, 3, 4, 5, 6] },
  });
  expect(raisedOf([...five, alert(6, { region: "eastus" })])).toHaveLength(6);
});

test("what is muted is told neither raised nor cleared; a mute that is over mutes nothing", () => {
  const muted = alert(1, { mutedUntil: new Date(NOW + 1) });
  expect(noticesOf({ raised: [muted], cleared: [muted], nowMs: NOW })).toEqual([]);
  expect(raisedOf([alert(1, { mutedUntil: new Date(NOW) })])).toHaveLength(1);
});

test("what clears is information, however grave it was", () => {
  const [notice] = noticesOf({ raised: [], cleared: [alert(1, { clearedBy: "calm" })], nowMs: NOW });
  expect(notice).toMatchObject({ kind: "alert_cleared", severity: "information", key: "alert-1-cleared" });
});
