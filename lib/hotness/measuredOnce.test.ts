import { expect, test } from "vitest";
import type { FleetShape } from "../fleet/index.ts";
import type { PoolHours } from "../telemetry/cpu/hours/poolHours.ts";
import { measuredOnce } from "./queries.ts";

/** A fleet whose every look finds another pool, and other hours. */
function changingFleet() {
  let looks = 0;
  const shape = { current: async (): Promise<FleetShape> => ({ ...EMPTY, pools: [poolOf(++looks)] }) };
  const hours: PoolHours = {
    readWindows: async () => new Map(),
    readAll: async () => [],
    readBins: async () => new Map(),
  };
  return { shape, hours };
}

const EMPTY: FleetShape = { regions: [], stamps: [], pools: [], overrides: [] };

const poolOf = (id: number) => ({
  ...{ id, name: "registry", kind: "registry", stampId: 1, stamp: "s", regionId: 1, region: "r" },
  ...{ vcpusPerNode: null, minInstances: null, maxInstances: null },
});

test("an answer that measures twice is of one fleet and one instant, the next of its own", async () => {
  const source = changingFleet();
  const window = { fromMinute: 0, toMinute: 60 };
  const [first, second] = [measuredOnce(source), measuredOnce(source)];
  expect((await first.shape.current()).pools).toEqual([poolOf(1)]);
  expect((await first.shape.current()).pools).toEqual([poolOf(1)]);
  expect((await second.shape.current()).pools).toEqual([poolOf(2)]);
  const read = await first.hours.readWindows([1], window);
  expect(await first.hours.readWindows([1], window)).toBe(read);
  expect(await first.hours.readWindows([2], window)).not.toBe(read);
  expect(await second.hours.readWindows([1], window)).not.toBe(read);
});
