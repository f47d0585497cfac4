import { expect, test } from "vitest";
import { type PoolReading, type PreviewPool, previewSetting, withChange } from "./previewSetting.ts";

const EVERYWHERE = { region: "", poolKind: "" };
const reading = (more: Partial<PoolReading> = {}): PoolReading => ({
  hotNodeP95: 55,
  state: "warm",
  limit: 60,
  ...more,
});
const pool = (name: string, after: PoolReading, more: Partial<PreviewPool> = {}): PreviewPool => ({
  region: "westus",
  stamp: "wus-a",
  pool: name,
  kind: "registry",
  before: reading(),
  after,
  ...more,
});

test("a pool is named when its state, its limit or its side of the limit would change; not when only its number would", () => {
  const preview = previewSetting(
    [
      pool("same", reading()),
      pool("cooler", reading({ hotNodeP95: 51 })),
      pool("state", reading({ state: "hot" })),
      pool("limit", reading({ limit: 50 })),
      pool("over", reading({ hotNodeP95: 61 })),
      pool("silent", reading({ hotNodeP95: null, state: "unknown" })),
    ],
    EVERYWHERE,
  );
  expect(preview.pools).toBe(6);
  expect(preview.changed.map((one) => [one.pool, one.before.overLimit, one.after.overLimit])).toEqual([
    ["state", false, false],
    ["limit", false, true],
    ["over", false, true],
    ["silent", false, false],
  ]);
});

test("only pools of the scope count", () => {
  const pools = [
    pool("a", reading({ state: "hot" })),
    pool("b", reading({ state: "hot" }), { kind: "dataproxy" }),
    pool("c", reading({ state: "hot" }), { region: "eastus" }),
  ];
  expect(previewSetting(pools, EVERYWHERE).pools).toBe(3);
  const narrow = previewSetting(pools, { region: "westus", poolKind: "dataproxy" });
  expect([narrow.pools, narrow.changed.map((one) => one.pool)]).toEqual([1, ["b"]]);
});

test("a change replaces what is set in its scope and leaves the other scopes alone", () => {
  const set = (region: string, value: number) => ({ key: "limitP95" as const, region, poolKind: "", value });
  expect(withChange([set("", 60), set("westus", 40)], set("westus", 45))).toEqual([
    set("", 60),
    set("westus", 45),
  ]);
  expect(withChange([], set("", 50))).toEqual([set("", 50)]);
});
