import { describe, expect, test } from "vitest";
import type { RegistryPart } from "./poolContribution.ts";
import { type PlacedContribution, rankContribution } from "./rankContribution.ts";

const NOTHING = { minutes: 0, requests: 0, bytes: 0 };

function part(name: string, tenant: string, more: Partial<RegistryPart>): RegistryPart {
  return {
    registry: [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7),
    name,
    tenant,
    requests: 0,
    bytes: 0,
    hotRequests: 0,
    hotBytes: 0,
    busyNodes: 0,
    reliefPoints: 0,
    ownCost: 0,
    ownSplit: 0,
    unbound: NOTHING,
    ...more,
  };
}

function placed(
  pool: string,
  registries: readonly RegistryPart[],
  more: Partial<PlacedContribution> = {},
): PlacedContribution {
  return {
    stamp: "wus-a",
    pool,
    vcpusPerNode: 4,
    ...more,
    contribution: {
      hotNodeP95: 50,
      hotBins: new Uint8Array(0),
      measures: { requests: true, bytes: true },
      registries,
      tenantRelief: new Map(),
      ...more.contribution,
    },
  };
}

const rank = (pools: readonly PlacedContribution[], groupBy: "registry" | "tenant" = "registry") =>
  rankContribution({ pools, groupBy, shareOf: "requests" });

describe("the ranking", () => {
  test("is by relief, not by traffic; equals stand by name", () => {
    const rows = rank([
      placed("registry", [
        part("loud", "t1", { requests: 900, reliefPoints: 1 }),
        part("zeta", "t2", { requests: 10, reliefPoints: 4 }),
        part("beta", "t2", { requests: 50, reliefPoints: 4 }),
        part("Beta", "t2", { requests: 40, reliefPoints: 4 }),
      ]),
    ]);
    expect(rows.map(({ registry }) => registry)).toEqual(["Beta", "beta", "zeta", "loud"]);
    expect(rows.map(({ cumulativeShare }) => Math.round((cumulativeShare ?? 0) * 100))).toEqual([
      4, 9, 10, 100,
    ]);
  });

  test("of a stamp takes the greatest relief of its pools, names the pool, and shows every pool", () => {
    const [first, second] = rank([
      placed("registry", [
        part("a", "t", { requests: 30, reliefPoints: 0.2 }),
        part("b", "u", { requests: 70, reliefPoints: 3 }),
      ]),
      placed("dataproxy", [
        part("a", "t", { requests: 60, reliefPoints: 9 }),
        part("b", "u", { requests: 40, reliefPoints: 0 }),
      ]),
    ]);
    expect(first).toMatchObject({
      registry: "a",
      reliefPoints: 9,
      reliefPool: "dataproxy",
      requestShare: 0.45,
    });
    expect(first?.pools).toMatchObject([
      { pool: "registry", reliefPoints: 0.2, requestShare: 0.3 },
      { pool: "dataproxy", reliefPoints: 9, requestShare: 0.6 },
    ]);
    expect(second).toMatchObject({ registry: "b", reliefPoints: 3, reliefPool: "registry" });
  });

  test("of tenants takes the relief of all their registries together, and counts them", () => {
    const pool = placed("registry", [
      part("a1", "t", { requests: 10, reliefPoints: 1, busyNodes: 1, ownCost: 1 }),
      part("a2", "t", { requests: 20, reliefPoints: 1, busyNodes: 3, ownCost: 0 }),
      part("b", "u", { requests: 70, reliefPoints: 5 }),
    ]);
    const relief = {
      ...pool.contribution,
      tenantRelief: new Map([
        ["t", 20],
        ["u", 5],
      ]),
    };
    const rows = rank([{ ...pool, contribution: relief }], "tenant");
    expect(rows).toMatchObject([
      { registry: null, tenant: "t", registries: 2, reliefPoints: 20, requests: 30, confidence: 0.25 },
      { registry: null, tenant: "u", registries: 1, reliefPoints: 5 },
    ]);
  });

  test("across stamps has a row for each stamp, with shares of all together", () => {
    const rows = rank([
      placed("registry", [part("a", "t", { requests: 10, reliefPoints: 1 })]),
      placed("registry", [part("a", "t", { requests: 30, reliefPoints: 2 })], { stamp: "wus-b" }),
    ]);
    expect(rows.map(({ stamp, requestShare }) => [stamp, requestShare])).toEqual([
      ["wus-b", 0.75],
      ["wus-a", 0.25],
    ]);
  });

  test("puts what has no relief to give last, as null and not as 0, and goes on with the shares of traffic", () => {
    const unknown = { busyNodes: null, reliefPoints: null, ownCost: null, ownSplit: null };
    const rows = rank([
      placed("registry", [
        part("a", "t", { requests: 10, ...unknown }),
        part("b", "u", { requests: 30, ...unknown }),
      ]),
    ]);
    expect(rows).toMatchObject([
      {
        registry: "a",
        reliefPoints: null,
        cpuShare: null,
        confidence: null,
        requestShare: 0.25,
        cumulativeShare: 0.25,
      },
      { registry: "b", reliefPoints: null, requestShare: 0.75, cumulativeShare: 1 },
    ]);
  });
});

describe("shares", () => {
  test("of CPU are of vCPUs: a busy node of eight counts twice one of four", () => {
    const rows = rank([
      placed("registry", [part("a", "t", { busyNodes: 2 })]),
      placed("dataproxy", [part("b", "u", { busyNodes: 2 })], { vcpusPerNode: 8 }),
    ]);
    expect(rows.map(({ registry, cpuShare }) => [registry, cpuShare])).toEqual([
      ["a", 1 / 3],
      ["b", 2 / 3],
    ]);
  });

  test("of CPU are of nodes where a pool's vCPUs are not declared, and null where a pool has no attribution", () => {
    const undeclared = rank([
      placed("registry", [part("a", "t", { busyNodes: 1 })], { vcpusPerNode: null }),
      placed("dataproxy", [part("b", "u", { busyNodes: 3 })], { vcpusPerNode: 8 }),
    ]);
    expect(undeclared.map(({ cpuShare }) => cpuShare)).toEqual([0.25, 0.75]);
    const refused = rank([
      placed("registry", [part("a", "t", { busyNodes: 1, reliefPoints: 2 })]),
      placed("dataproxy", [part("a", "t", { busyNodes: null, reliefPoints: null })]),
    ]);
    expect(refused).toMatchObject([
      { reliefPoints: 2, cpuShare: null, pools: [{ cpuShare: 1 }, { cpuShare: null }] },
    ]);
  });

  test("in the hot bins are of requests, of bytes where nobody reports requests, and of nothing null", () => {
    const registries = [
      part("a", "t", { hotRequests: 1, hotBytes: 30 }),
      part("b", "u", { hotRequests: 3, hotBytes: 10 }),
    ];
    expect(rank([placed("registry", registries)]).map(({ hotBinShare }) => hotBinShare)).toEqual([
      0.25, 0.75,
    ]);
    const pool = placed("registry", registries);
    const bytesOnly = {
      ...pool,
      contribution: { ...pool.contribution, measures: { requests: false, bytes: true } },
    };
    expect(rank([bytesOnly])[0]).toMatchObject({ hotBinShare: 0.75, requestShare: null });
    expect(rank([placed("registry", [part("a", "t", {})])])[0]).toMatchObject({
      requestShare: null,
      hotBinShare: null,
      confidence: null,
    });
  });
});
