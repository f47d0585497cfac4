import { describe, expect, test } from "vitest";
import {
  FLEET_SCOPE,
  resolvePlanningSettings,
  resolveSetting,
  resolveSettings,
  SETTING_KEYS,
  SETTINGS,
  type SettingOverrides,
} from "./settings.ts";

describe("settings", () => {
  test("every default has the shape that is asked of a set value", () => {
    for (const key of SETTING_KEYS)
      expect(SETTINGS[key].schema.safeParse(SETTINGS[key].default).success, key).toBe(true);
  });

  test("the most exact scope wins: region and kind, region, kind, fleet, default", () => {
    const limit = (region: string, poolKind: string, value: number) => ({
      key: "limitP95" as const,
      region,
      poolKind,
      value,
    });
    const overrides: SettingOverrides = [
      limit("", "", 50),
      limit("", "dataproxy", 51),
      limit("westus", "", 52),
      limit("westus", "dataproxy", 40),
    ];
    const at = (region: string, poolKind: string, given = overrides) =>
      resolveSetting(given, "limitP95", { region, poolKind });
    expect(at("westus", "dataproxy")).toBe(40);
    expect(at("westus", "registry")).toBe(52);
    expect(at("eastus", "dataproxy")).toBe(51);
    expect(at("eastus", "registry")).toBe(50);
    expect(at("eastus", "registry", [])).toBe(60);
  });

  test("nothing set is PRODUCT.md's numbers", () => {
    expect(resolveSettings([], FLEET_SCOPE)).toEqual({
      thresholds: { normal: 30, warm: 50, hot: 65, critical: 80 },
      limitP95: 60,
      targetMarginPoints: 10,
      window: { minutes: 720, lookBackHours: 24, minimumCoverage: 0.9 },
      coverage: { warnBelow: 0.9, unknownBelow: 0.5 },
      staleMinutes: 5,
      sickNode: { hottestShare: 0.6, dropPoints: 15 },
      ownPeakPoints: 5,
      dominanceShare: 0.2,
      retention: { rawDays: 14, rollupDays: 400 },
    });
  });

  test("nothing set of plans is PRODUCT.md's numbers too, and a region may have its own", () => {
    expect(resolvePlanningSettings([], "westus")).toEqual({
      planClasses: { tailShare: 0.005, topShare: 0.95, topAloneShare: 0.05 },
      batchPoints: 5,
      observationHours: { tail: 24, medium: 24, top: 48 },
      blastRadius: {
        lowTraffic: 0.01,
        lowTenants: 10,
        lowHeadroom: 15,
        mediumTraffic: 0.05,
        mediumTenants: 50,
        mediumHeadroom: 5,
        highTraffic: 0.2,
        highHeadroom: 0,
      },
      minimumGainPoints: 0.5,
      cooldownDays: 14,
      workHours: { firstDay: 1, lastDay: 5, fromHour: 9, toHour: 17 },
      cutover: { movesAtOnce: 5, moveMinutes: 10 },
      planExpiryHours: 72,
      criticalStartsPerHour: 2,
      outcomeTrigger: { worseBy: 0.25, hoursShare: 0.8, fewestHours: 6 },
      gates: {
        overLimitMinutes: 15,
        settleMinutes: 60,
        lateMinutes: 60,
        reliefShare: 0.5,
        parityTolerance: 0.3,
        outcomeSpreads: 3,
        outcomeWorseBy: 0.1,
      },
      rightSizing: {
        floorInstances: 3,
        headroomInstances: 0,
        observedHours: 48,
        verifyHours: 24,
        pricePerVcpuHour: 0,
      },
    });
    const own: SettingOverrides = [{ key: "planExpiryHours", region: "westus", poolKind: "", value: 24 }];
    expect(resolvePlanningSettings(own, "westus").planExpiryHours).toBe(24);
    expect(resolvePlanningSettings(own, "eastus").planExpiryHours).toBe(72);
  });
});
