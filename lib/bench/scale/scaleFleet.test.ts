import { expect, test } from "vitest";
import { cpuBody, loadBody } from "./scaleBodies.ts";
import {
  countMinute,
  countNodes,
  countRegistries,
  firstRegistryOf,
  partOf,
  scaleInventory,
  WHOLE_FLEET,
} from "./scaleFleet.ts";

test("the whole fleet is the one that is promised", () => {
  expect(countNodes(WHOLE_FLEET)).toBe(180_000);
  expect(countRegistries(WHOLE_FLEET)).toBe(100_000);
  expect(WHOLE_FLEET.stamps / WHOLE_FLEET.stampsPerRegion).toBe(60);
  expect(countMinute(WHOLE_FLEET)).toEqual({ cpu: 180_000, load: 200_000 });
});

test("a part of the fleet lies where it lies in the whole", () => {
  const part = partOf(WHOLE_FLEET, 1 / 16);
  expect(part.stamps).toBe(188);
  for (const stamp of [0, 1, 99, 188])
    expect(firstRegistryOf(part, stamp)).toBe(firstRegistryOf(WHOLE_FLEET, stamp));
});

test("an inventory put in steps names every stamp and registry once", () => {
  const fleet = partOf(WHOLE_FLEET, 1 / 16);
  const stamps: string[] = [];
  const registries: string[] = [];
  for (const [from, to] of [
    [0, 47],
    [47, 188],
  ] as const) {
    for (const body of scaleInventory(fleet, from, to)) {
      const put = body as { regions: { stamps: { name: string }[] }[]; registries: { name: string }[] };
      stamps.push(...put.regions.flatMap((region) => region.stamps.map(({ name }) => name)));
      registries.push(...put.registries.map(({ name }) => name));
    }
  }
  expect(new Set(stamps).size).toBe(188);
  expect(stamps).toHaveLength(188);
  expect(new Set(registries).size).toBe(countRegistries(fleet));
  expect(registries).toHaveLength(countRegistries(fleet));
});

test("collectors' bodies of a minute hold as many rows as the fleet has", () => {
  const fleet = partOf(WHOLE_FLEET, 1 / 300);
  const rows = { cpu: 0, load: 0 };
  for (let stamp = 0; stamp < fleet.stamps; stamp += 3) {
    const toStamp = Math.min(fleet.stamps, stamp + 3);
    const round = { fleet, fromStamp: stamp, toStamp, minute: 29_000_000 };
    rows.cpu += cpuBody(round).trimEnd().split("\n").length - 1;
    rows.load += loadBody(round).trimEnd().split("\n").length - 1;
  }
  expect(rows).toEqual(countMinute(fleet));
});
