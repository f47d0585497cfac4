import { expect, test } from "vitest";
import { findPickRows, isPicked, listedPickRows, rankedPickRows, togglePicked } from "./pickRows.ts";

type Ranked = Parameters<typeof rankedPickRows>[0]["rows"][number];
type Listed = Parameters<typeof listedPickRows>[0]["registries"][number];

function ranked(registry: string | null, tenant: string, reliefPoints: number | null): Ranked {
  return {
    rank: 1,
    registry,
    tenant,
    stamp: "wus-a",
    registries: 1,
    requests: 1,
    bytes: 1,
    requestShare: 0.5,
    byteShare: null,
    hotBinShare: null,
    cpuShare: null,
    reliefPoints,
    reliefPool: null,
    cumulativeShare: null,
    confidence: null,
    unboundMinutes: 0,
    pools: [],
  };
}

function listed(registry: string, more: Partial<Listed> = {}): Listed {
  return {
    registry,
    tenant: `${registry}-ltd`,
    region: "westus",
    homeStamp: "wus-a",
    boundAt: "2026-01-01T00:00:00.000Z",
    lastMovedAt: null,
    pinned: false,
    excluded: false,
    freezes: 0,
    mustNotShareWith: [],
    requestsPerMinute: 10,
    bytesPerMinute: null,
    ...more,
  };
}

test("a ranking is picked from in its order; a tenant takes all of its registries of the stamp", () => {
  const registries = {
    stamp: "wus-a",
    rows: [ranked("x", "t", 9), ranked("y", "u", 5), ranked("z", "t", 1)],
  };
  expect(rankedPickRows(registries, registries).map(({ name }) => name)).toEqual(["x", "y", "z"]);
  const byTenant = rankedPickRows(registries, { rows: [ranked(null, "t", 11), ranked(null, "u", 5)] });
  expect(byTenant.map(({ name, registries: own, reliefPoints }) => [name, own, reliefPoints])).toEqual([
    ["t", ["x", "z"], 11],
    ["u", ["y"], 5],
  ]);
});

test("a region is picked from by load, with what holds a registry where it is; unknown load is no share, and last", () => {
  const registries = [
    listed("silent", { requestsPerMinute: null }),
    listed("calm", { requestsPerMinute: 25, pinned: true, freezes: 2 }),
    listed("busy", { requestsPerMinute: 75 }),
  ];
  expect(
    listedPickRows({ registries }, "registry").map((row) => [row.name, row.requestShare, row.heldBy]),
  ).toEqual([
    ["busy", 0.75, ""],
    ["calm", 0.25, "pinned, freeze dates"],
    ["silent", null, ""],
  ]);
});

test("a tenant of a region takes its registries of every stamp, and says how many are held", () => {
  const own = { tenant: "t" };
  const registries = [
    listed("one", { ...own, homeStamp: "wus-b" }),
    listed("two", { ...own, excluded: true }),
    listed("other", { requestsPerMinute: 1 }),
  ];
  expect(listedPickRows({ registries }, "tenant")[0]).toMatchObject({
    name: "t",
    stamp: "wus-a, wus-b",
    registries: ["one", "two"],
    heldBy: "1 of 2 held",
  });
});

test("search finds by parts of name, tenant and stamp together", () => {
  const rows = listedPickRows({ registries: [listed("alpha"), listed("beta")] }, "registry");
  expect(findPickRows(rows, "LTD alp wus-a").map(({ name }) => name)).toEqual(["alpha"]);
  expect(findPickRows(rows, " ")).toHaveLength(2);
});

test("a tenant that is picked in part is completed first, then let go; what is in the scenario already stays out of it", () => {
  const own = { tenant: "t" };
  const [row] = listedPickRows(
    { registries: [listed("one", own), listed("two", own), listed("three", own)] },
    "tenant",
  );
  if (row === undefined) throw new Error("a tenant is a row");
  const taken = new Set(["three"]);
  const all = togglePicked(row, new Set(["one", "else"]), taken);
  expect([...all].sort()).toEqual(["else", "one", "two"]);
  expect(isPicked(row, all, taken)).toBe(true);
  const none = togglePicked(row, all, taken);
  expect([...none]).toEqual(["else"]);
  expect(isPicked(row, none, taken)).toBe(false);
});
