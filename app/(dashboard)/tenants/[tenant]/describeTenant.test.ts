import { expect, test } from "vitest";
import { describeTenant } from "./describeTenant.ts";
import type { TenantRelief } from "./tenantView.ts";

const on = (place: string, reliefPoints: number | null, hotNodeP95: number | null = 40): TenantRelief => {
  const [stamp = "", pool = ""] = place.split(" ");
  const dominates = reliefPoints === null || hotNodeP95 === null ? null : reliefPoints >= 0.2 * hotNodeP95;
  return { stamp, pool, hotNodeP95, reliefPoints, requestShare: 0.5, byteShare: 0.5, dominates };
};

test("a tenant that dominates is told by the pools it dominates and by the one where it does most", () => {
  expect(
    describeTenant(
      [on("wus-b dataproxy", 21.2, 48), on("wus-a dataproxy", 14.7, 43.4), on("wus-a registry", 2)],
      40,
    ),
  ).toBe(
    "Its 40 registries together dominate wus-b dataproxy and wus-a dataproxy: without it wus-b dataproxy would be at 26.8\u00a0% instead of 48.0\u00a0% (−21.2\u00a0pts).",
  );
});

test("one that dominates nothing is told by where it does most, and one that does nothing by that", () => {
  expect(describeTenant([on("wus-a registry", 4)], 2)).toContain(
    "dominate no pool. It does most to wus-a registry",
  );
  expect(describeTenant([on("wus-a registry", 0.2)], 1)).toBe("Its registry heats no pool by much.");
});

test("what is not known is not made up", () => {
  expect(describeTenant([on("wus-a registry", null, null)], 3)).toContain("cannot be told");
  expect(describeTenant([], 3)).toBe("It was on no stamp in this time.");
});
