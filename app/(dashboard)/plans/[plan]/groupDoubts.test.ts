import { expect, test } from "vitest";
import type { PlanDoubt } from "#lib/planning/planAssessment.ts";
import { groupDoubts, registriesText } from "./groupDoubts.ts";

const doubt = (registry: string, phase: number, detail: string): PlanDoubt => ({
  code: "in_deployment",
  phase,
  registry,
  stamp: "s-e",
  detail,
});

test("what is said of several moves is said once, with every registry and phase that it concerns", () => {
  const groups = groupDoubts([
    doubt("a", 1, "rolling"),
    doubt("b", 1, "b is pinned"),
    doubt("c", 2, "rolling"),
  ]);
  expect(groups).toEqual([
    { detail: "rolling", phases: [1, 2], registries: ["a", "c"] },
    { detail: "b is pinned", phases: [1], registries: ["b"] },
  ]);
});

test("of many registries the first are named, and how many more there are", () => {
  expect(registriesText(["a", "b"])).toBe("a, b");
  expect(registriesText(["a", "b", "c", "d", "e", "f"])).toBe("a, b, c, d and 2 more");
});
