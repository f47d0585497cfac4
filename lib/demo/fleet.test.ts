import { expect, test } from "vitest";
import { inventoryBodySchema } from "../fleet/index.ts";
import { hotNodes } from "./affinity.ts";
import { DEMO_SEED } from "./demoSeed.ts";
import { buildFleet, demoFleet } from "./fleet.ts";
import { demoInventory } from "./inventory.ts";
import { CUSTOMER } from "./workedExample.ts";

const fleet = await demoFleet(DEMO_SEED);
const active = fleet.homes.filter(({ replica }) => replica.kinds.dataproxy.requestsPerMinute > 0);

test("the same seed gives the same fleet, another seed another", () => {
  expect(buildFleet(DEMO_SEED)).toEqual(fleet);
  expect(buildFleet(DEMO_SEED + 1).homes).not.toEqual(fleet.homes);
});

test("two regions, twelve stamps and more: isolated ones, one cordoned, one in deployment", () => {
  expect(fleet.regions).toHaveLength(2);
  expect(fleet.stamps.length).toBeGreaterThanOrEqual(12);
  expect(fleet.stamps.filter((stamp) => stamp.kind === "isolated")).toHaveLength(2);
  expect(fleet.stamps.filter((stamp) => stamp.cordoned)).toHaveLength(1);
  expect(fleet.stamps.filter((stamp) => stamp.inDeployment)).toHaveLength(1);
  const pools = fleet.stamps.flatMap((stamp) => stamp.pools);
  expect(pools.every((pool) => pool.nodeCount >= 6 && pool.nodeCount <= 24)).toBe(true);
  expect(new Set(pools.map((pool) => pool.vcpusPerNode)).size).toBeGreaterThan(1);
});

test("over 600 registries of over 200 tenants, some with two geo-replicas, none nameless or twice in a region", () => {
  const registries = Map.groupBy(fleet.homes, (home) => home.replica.registry);
  expect(registries.size).toBeGreaterThanOrEqual(600);
  expect(new Set(fleet.homes.map((home) => home.replica.tenant)).size).toBeGreaterThanOrEqual(200);
  expect([...registries.values()].filter((homes) => homes.length === 2).length).toBeGreaterThan(20);
  for (const homes of registries.values()) {
    expect(new Set(homes.map((home) => home.replica.region)).size).toBe(homes.length);
    expect(new Set(homes.map((home) => home.replica.tenant)).size).toBe(1);
  }
});

test("the load is long-tailed: a tenth of the active replicas asks for over half of it, the last half for under 5 %", () => {
  const sizes = active.map((home) => home.replica.kinds.dataproxy.requestsPerMinute).sort((a, b) => b - a);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  expect(sum(sizes.slice(0, sizes.length / 10)) / sum(sizes)).toBeGreaterThan(0.5);
  expect(sum(sizes.slice(sizes.length / 2)) / sum(sizes)).toBeLessThan(0.05);
  expect(fleet.homes.length - active.length).toBeGreaterThan(50);
});

test("registries differ in what a request truly costs", () => {
  const costs = active.map((home) => home.replica.kinds.dataproxy.vcpuMsPerRequest).sort((a, b) => a - b);
  const quarter = costs[Math.floor(costs.length / 4)] ?? 0;
  const threeQuarters = costs[Math.floor((costs.length * 3) / 4)] ?? 0;
  expect(threeQuarters / quarter).toBeGreaterThan(1.2);
});

test("the customer has 40 registries on two shared stamps, four large ones, about thirty idle or small", () => {
  const own = fleet.homes.filter((home) => home.replica.tenant === CUSTOMER);
  expect(own).toHaveLength(40);
  expect(new Set(own.map((home) => home.stamp))).toEqual(new Set(["wus-a", "wus-b"]));
  const sizes = own.map((home) => home.replica.kinds.dataproxy.requestsPerMinute);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(sizes.filter((size) => size < total * 0.001).length).toBeGreaterThanOrEqual(26);
});

test("a registry's node is another one on another stamp, and few move when a pool grows", () => {
  const pool = { stamp: "wus-c", name: "dataproxy", kind: "dataproxy", vcpusPerNode: 8, nodeCount: 16 };
  const keys = active.map((home) => home.replica.kinds.dataproxy.affinityKey);
  const same = (other: typeof pool) =>
    keys.filter((key) => hotNodes(key, pool)[0] === hotNodes(key, other)[0]).length;
  expect(same({ ...pool, stamp: "wus-d" }) / keys.length).toBeLessThan(0.15);
  expect(same({ ...pool, nodeCount: 17 }) / keys.length).toBeGreaterThan(0.88);
});

test("both steps of its inventory are bodies that PUT /api/v1/inventory takes", () => {
  for (const step of demoInventory(fleet, 29_700_000))
    expect(inventoryBodySchema.safeParse(step).error).toBeUndefined();
});
