import { describe, expect, test } from "vitest";
import type { PlanRow } from "#lib/planning/listedVersions.ts";
import { PLAN_STATES } from "#lib/planning/planAnswer.ts";
import { choicesOf, filterPlans, progressOf } from "./filterPlans.ts";

const plan = (id: number, more: Partial<PlanRow> = {}): PlanRow => ({
  id,
  name: `Plan of ${id}`,
  region: "westus",
  version: 1,
  state: "draft",
  revision: 1,
  tier: "low",
  source: "moves",
  stamps: ["wus-a", "wus-b"],
  phases: 1,
  moves: { total: 4, done: 0, skipped: 0 },
  excess: { before: 3, after: 0 },
  isBroken: false,
  doubts: 0,
  author: "Ada",
  createdAt: "2026-11-21T00:00:00Z",
  savedAt: "2026-11-21T00:00:00Z",
  savedBy: "Ada",
  startAt: null,
  expiresAt: "2026-11-24T00:00:00Z",
  newest: null,
  ...more,
});
const NONE = { state: "", stamp: "", author: "", q: "" } as const;
const idsOf = (plans: readonly PlanRow[]) => plans.map(({ id }) => id);

describe("the list of plans", () => {
  const plans = [
    plan(1, { state: "completed", author: "Grace" }),
    plan(2, { name: "Isolate halcyon-ai", stamps: ["wus-b", "wus-iso"] }),
    plan(3, { state: "running", region: "eastus" }),
  ];

  test("keeps its order, and every plan where nothing is asked", () => {
    expect(idsOf(filterPlans(plans, NONE))).toEqual([1, 2, 3]);
  });

  test("is narrowed by state, stamp and author, all at once", () => {
    expect(idsOf(filterPlans(plans, { ...NONE, state: "running" }))).toEqual([3]);
    expect(idsOf(filterPlans(plans, { ...NONE, stamp: "wus-iso" }))).toEqual([2]);
    expect(idsOf(filterPlans(plans, { ...NONE, stamp: "wus-b", author: "Grace" }))).toEqual([1]);
  });

  test("is narrowed by words, in any case and order, over name, number, region, stamps and people", () => {
    expect(idsOf(filterPlans(plans, { ...NONE, q: "HALCYON isolate" }))).toEqual([2]);
    expect(idsOf(filterPlans(plans, { ...NONE, q: "eastus" }))).toEqual([3]);
    expect(idsOf(filterPlans(plans, { ...NONE, q: "#1 grace" }))).toEqual([1]);
  });

  test("shows as open exactly what has not come to its end", () => {
    const all = PLAN_STATES.map((state, id) => plan(id, { state }));
    expect(filterPlans(all, { ...NONE, state: "open" }).map(({ state }) => state)).toEqual([
      "draft",
      "submitted",
      "approved",
      "running",
      "paused",
      "rolling_back",
    ]);
  });

  test("offers each stamp and author once, by name", () => {
    expect(choicesOf(plans)).toEqual({ stamps: ["wus-a", "wus-b", "wus-iso"], authors: ["Ada", "Grace"] });
  });
});

test("progress is of the moves that run; where none does there is none", () => {
  expect(progressOf({ moves: { total: 5, done: 2, skipped: 1 } })).toBe(0.5);
  expect(progressOf({ moves: { total: 1, done: 0, skipped: 1 } })).toBeNull();
});
