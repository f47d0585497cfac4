import { expect, test } from "vitest";
import type { SettingOverride } from "#lib/fleet/settings.ts";
import { scopeFields, scopeWords, settingGrid } from "./settingGrid.ts";

const limit = (region: string, poolKind: string, value: number): SettingOverride => ({
  key: "limitP95",
  region,
  poolKind,
  value,
});

function gridOf(
  overrides: readonly SettingOverride[],
  key: "limitP95" | "window" | "retention" = "limitP95",
) {
  const values = overrides.map(({ region, poolKind, value }) => ({
    region,
    poolKind,
    value,
    updatedAt: "2026-03-01T00:00:00.000Z",
    updatedBy: "ada",
  }));
  return settingGrid(key, {
    list: {
      settings: [{ key: "limitP95", summary: "", scope: "pool", default: 60, values }],
    },
    overrides,
    regions: ["eastus", "westus"],
    kinds: ["dataproxy", "registry"],
  });
}

test("a setting has its scopes and no others: by region and kind, by region, or one for all", () => {
  expect(gridOf([]).kinds).toEqual(["", "dataproxy", "registry"]);
  expect(gridOf([]).rows.map(({ region }) => region)).toEqual(["", "eastus", "westus"]);
  expect(gridOf([], "window").rows.map(({ cells }) => cells.length)).toEqual([1, 1, 1]);
  expect(gridOf([], "retention").rows.map(({ region, cells }) => [region, cells.length])).toEqual([["", 1]]);
});

test("each scope shows what holds in it, whether it was set there, and what would hold without", () => {
  const grid = gridOf([limit("westus", "", 40), limit("", "registry", 50)]);
  const cell = (region: string, kind: string) =>
    grid.rows.find((row) => row.region === region)?.cells.find((one) => one.poolKind === kind);
  expect(cell("", "")).toMatchObject({ value: 60, isOwn: false, inheritedFrom: null, updatedBy: null });
  expect(cell("westus", "")).toMatchObject({ value: 40, isOwn: true, inherited: 60, updatedBy: "ada" });
  // The region is more exact than the kind.
  expect(cell("westus", "registry")).toMatchObject({ value: 40, isOwn: false, inheritedFrom: "westus" });
  expect(cell("eastus", "registry")).toMatchObject({ value: 50, inheritedFrom: "every registry" });
});

test("scopes in words, and as the API takes them", () => {
  expect(scopeWords({ region: "westus", poolKind: "dataproxy" })).toBe("dataproxy in westus");
  expect(scopeWords({ region: "", poolKind: "" })).toBe("the whole fleet");
  expect(scopeFields({ region: "", poolKind: "registry" })).toEqual({ poolKind: "registry" });
});
