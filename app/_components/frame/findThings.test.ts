import { describe, expect, test } from "vitest";
import { findThings, listFindables } from "./findThings.ts";

const THINGS = listFindables({
  regions: [
    { name: "westus", stamps: [{ name: "wus-a", pools: [{ name: "dataproxy" }, { name: "registry" }] }] },
    { name: "eastus", stamps: [{ name: "eus-wus", pools: [] }] },
  ],
});

describe("search", () => {
  test("knows every stamp and every pool, with the way there", () => {
    expect(THINGS.map((thing) => [thing.label, thing.href])).toEqual([
      ["wus-a", "/stamps/wus-a"],
      ["wus-a dataproxy", "/stamps/wus-a?pool=dataproxy"],
      ["wus-a registry", "/stamps/wus-a?pool=registry"],
      ["eus-wus", "/stamps/eus-wus"],
    ]);
  });

  test("knows registries and their tenants, each tenant once, after all stamps", () => {
    const things = listFindables({
      regions: [{ name: "westus", stamps: [{ name: "wus-a", pools: [] }] }],
      registries: [
        { name: "contosoci", tenant: "contoso" },
        { name: "contosoprod", tenant: "contoso" },
      ],
    });
    expect(findThings(things, "contoso", 10).found.map(({ label, href }) => [label, href])).toEqual([
      ["contosoci", "/registries/contosoci"],
      ["contosoprod", "/registries/contosoprod"],
      ["contoso", "/tenants/contoso"],
    ]);
  });

  test("wants every word, in any order and case, and puts first what begins with the first", () => {
    expect(findThings(THINGS, "WUS", 10).found.map((thing) => thing.label)).toEqual([
      "wus-a",
      "wus-a dataproxy",
      "wus-a registry",
      "eus-wus",
    ]);
    expect(findThings(THINGS, "proxy wus", 10).found.map((thing) => thing.label)).toEqual([
      "wus-a dataproxy",
    ]);
  });

  test("says how many there are beyond those shown", () => {
    const { found, total } = findThings(THINGS, "", 2);
    expect(found).toHaveLength(2);
    expect(total).toBe(4);
  });
});
