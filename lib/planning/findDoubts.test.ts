import { describe, expect, test } from "vitest";
import { resolvePlanningSettings } from "../fleet/settings.ts";
import { type FleetReplica, type FleetStamp, NO_CONSTRAINTS } from "../fleet/types.ts";
import { findDoubts } from "./findDoubts.ts";
import { planRulesOf } from "./planRules.ts";

const NOW_MS = Date.UTC(2026, 2, 2, 12);
const DAY_MS = 86_400_000;
const rules = planRulesOf(resolvePlanningSettings([], "westus"), "UTC");

const stamp = (name: string, more: Partial<FleetStamp> = {}): FleetStamp => ({
  id: 1,
  name,
  regionId: 1,
  region: "westus",
  kind: "shared",
  updateDomains: 5,
  cordoned: false,
  inDeployment: false,
  planned: false,
  storageEgressGbps: null,
  storageRequestsPerSecond: null,
  ...more,
});
const replica = (registry: string, homeStamp: string, more: Partial<FleetReplica> = {}): FleetReplica => ({
  id: 1,
  registryId: 1,
  registry,
  tenant: `${registry}-ltd`,
  region: "westus",
  homeStampId: 1,
  homeStamp,
  boundAtMs: 0,
  constraints: NO_CONSTRAINTS,
  lastMovedAtMs: null,
  ...more,
});
const held = (more: Partial<FleetReplica["constraints"]>) => ({
  constraints: { ...NO_CONSTRAINTS, ...more },
});
const freeze = {
  from: new Date(NOW_MS + DAY_MS).toISOString(),
  to: new Date(NOW_MS + 9 * DAY_MS).toISOString(),
  why: "year end",
};

interface Scene {
  readonly mover?: Partial<FleetReplica>;
  readonly there?: Partial<FleetReplica>;
  readonly to?: Partial<FleetStamp>;
  readonly hasCoverage?: boolean;
  readonly startMs?: number | null;
  /** Another that moves to the same stamp in the phase before. */
  readonly earlier?: Partial<FleetReplica>;
}

function doubtsOf({ mover, there, to, hasCoverage = true, startMs = NOW_MS, earlier }: Scene) {
  const phaseOf = (registry: string) => ({
    moves: [
      {
        move: { registry, tenant: "", from: "a", to: "b", reason: "", skipped: null },
        hasCoverage: registry === "mover" ? hasCoverage : true,
      },
    ],
    startMs,
  });
  const replicas = [
    replica("mover", "a", mover),
    ...(there === undefined ? [] : [replica("there", "b", there)]),
    ...(earlier === undefined ? [] : [replica("earlier", "a", earlier)]),
  ];
  const phases = [...(earlier === undefined ? [] : [phaseOf("earlier")]), phaseOf("mover")];
  const found = findDoubts(phases, { replicas, stamps: [stamp("a"), stamp("b", to)], rules }, NOW_MS);
  return found.filter(({ registry }) => registry === "mover");
}

describe("what stands against a move", () => {
  test("is nothing where nothing is said of it", () => {
    expect(doubtsOf({ there: {}, earlier: {} })).toEqual([]);
  });

  test.each<[string, Scene, RegExp]>([
    ["pinned", { mover: held({ pinned: true }) }, /mover is pinned/],
    ["excluded", { mover: held({ excluded: true }) }, /mover is excluded/],
    ["cordoned", { to: { cordoned: true } }, /b is cordoned/],
    ["in_deployment", { to: { inDeployment: true } }, /update is rolling over b/],
    ["coverage_too_low", { hasCoverage: false }, /too little data of a or b/],
    ["moved_since", { mover: { homeStamp: "c" } }, /was on a in the snapshot, and is on c now/],
    ["retired_since", { mover: { registry: "gone" } }, /mover is at home nowhere/],
    [
      "cooldown",
      { mover: { lastMovedAtMs: NOW_MS - 3 * DAY_MS } },
      /last moved 3\.0 days before, cooldown is 14/,
    ],
    [
      "must_not_share",
      { mover: held({ mustNotShareWith: ["there-ltd"] }), there: {} },
      /mover-ltd must not share a stamp with there-ltd/,
    ],
    ["must_not_share", { there: held({ mustNotShareWith: ["mover-ltd"] }) }, /must not share/],
    [
      "must_not_share",
      { mover: held({ mustNotShareWith: ["earlier-ltd"] }), earlier: {} },
      /with earlier-ltd, which is on b then/,
    ],
    ["change_freeze", { mover: held({ freezes: [freeze] }), startMs: null }, /\(year end\), and its phase/],
  ])("%s", (code, scene, detail) => {
    const doubts = doubtsOf(scene);
    expect(doubts.map((doubt) => doubt.code)).toEqual([code]);
    expect(doubts[0]?.detail).toMatch(detail);
    expect(doubts[0]?.phase).toBe(scene.earlier === undefined ? 1 : 2);
  });

  test.each<[string, Scene]>([
    ["a freeze that the calendar goes around", { mover: held({ freezes: [freeze] }) }],
    [
      "a cooldown that is over when the phase begins",
      { mover: { lastMovedAtMs: NOW_MS - 3 * DAY_MS }, startMs: NOW_MS + 12 * DAY_MS },
    ],
    [
      "a tenant of one's own",
      { mover: { ...held({ mustNotShareWith: ["x"] }), tenant: "x" }, there: { tenant: "x" } },
    ],
    [
      "a tenant that has left by then",
      { mover: held({ mustNotShareWith: ["earlier-ltd"] }), earlier: { homeStamp: "b", tenant: "other" } },
    ],
  ])("is not %s", (_, scene) => {
    expect(doubtsOf(scene)).toEqual([]);
  });
});
