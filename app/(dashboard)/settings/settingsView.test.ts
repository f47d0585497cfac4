import { describe, expect, test } from "vitest";
import type { SettingList } from "#lib/fleet/settings/settingBody.ts";
import { SETTING_KEYS, SETTINGS, type SettingKey } from "#lib/fleet/settings.ts";
import { inheritedValue, scopeText, settingViews, understoodOverrides } from "./settingsView.ts";

const set = (region: string, poolKind: string, value: unknown) => ({
  region,
  poolKind,
  value,
  updatedAt: "2026-11-21T14:32:10.000Z",
  updatedBy: "ada",
});

function listOf(values: Partial<Record<SettingKey, ReturnType<typeof set>[]>>): SettingList {
  return {
    settings: SETTING_KEYS.map((key) => ({
      key,
      summary: SETTINGS[key].summary,
      scope: SETTINGS[key].scope,
      default: SETTINGS[key].default,
      values: values[key] ?? [],
    })),
  };
}

const viewOf = (list: SettingList, key: SettingKey, reasons = new Map<string, string | null>()) =>
  settingViews(list, reasons).find((one) => one.key === key);

describe("the settings as they are shown", () => {
  const list = listOf({
    limitP95: [
      set("westus", "dataproxy", 40),
      set("westus", "", 45),
      set("", "dataproxy", 55),
      set("", "", 60),
    ],
  });

  test("are all there, whether set or not", () => {
    expect(settingViews(list, new Map()).map(({ key }) => key)).toEqual(SETTING_KEYS);
  });

  test("stand from the widest scope to the most exact, each with what would hold without it", () => {
    expect(
      viewOf(list, "limitP95")?.values.map((one) => [one.where, one.inherited.value, one.inherited.from]),
    ).toEqual([
      ["the whole fleet", 60, "the default"],
      ["every dataproxy pool", 60, "set for the whole fleet"],
      ["every pool in westus", 60, "set for the whole fleet"],
      ["every dataproxy pool in westus", 45, "set for every pool in westus"],
    ]);
  });

  test("mark the numbers that are other than they would be, and only those", () => {
    const value = { normal: 30, warm: 50, hot: 70, critical: 80 };
    const shown = viewOf(listOf({ thresholds: [set("", "registry", value)] }), "thresholds")?.values[0];
    expect(shown?.fields.filter(({ isOther }) => isOther).map(({ name }) => name)).toEqual(["hot"]);
  });

  test("tell why, by the scope's own name in the audit", () => {
    const reasons = new Map([
      ["limitP95 for dataproxy in westus", "worked example"],
      ["limitP95", null],
    ]);
    const values = viewOf(list, "limitP95", reasons)?.values;
    expect(values?.map(({ reason }) => reason)).toEqual([null, null, null, "worked example"]);
  });

  test("a value of another version is shown as not understood, and counts for nothing", () => {
    const odd = listOf({ limitP95: [set("", "", "a lot"), set("westus", "", 45)] });
    const values = viewOf(odd, "limitP95")?.values;
    expect(values?.map(({ isUnderstood }) => isUnderstood)).toEqual([false, true]);
    expect(values?.[1]?.inherited).toMatchObject({ value: 60, from: "the default" });
    expect(values?.[0]?.fields[0]?.text).toBe("not understood");
  });
});

test("what a scope would inherit leaves out what is set in it, whether anything is or not", () => {
  const overrides = understoodOverrides(listOf({ staleMinutes: [set("westus", "", 9)] }));
  expect(inheritedValue(overrides, "staleMinutes", { region: "westus", poolKind: "" })).toEqual({
    value: 5,
    from: "the default",
  });
  expect(inheritedValue(overrides, "staleMinutes", { region: "westus", poolKind: "registry" })).toEqual({
    value: 9,
    from: "set for every pool in westus",
  });
});

test.each([
  ["", "", "the whole fleet"],
  ["westus", "", "every pool in westus"],
  ["", "registry", "every registry pool"],
  ["westus", "registry", "every registry pool in westus"],
])("the scope of region “%s” and kind “%s” is %s", (region, poolKind, text) => {
  expect(scopeText({ region, poolKind })).toBe(text);
});
