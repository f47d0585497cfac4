import { describe, expect, test } from "vitest";
import { planForTests } from "../planForTests.ts";
import { compareNumbers } from "./compareNumbers.ts";
import { compareHref, parseSide, writeSide } from "./sideCode.ts";

const plain = (text: string | undefined) => text?.replaceAll(/[\u00a0\u202f]/g, " ");
const plan = planForTests();

describe("two plans in numbers", () => {
  test("that are the same differ in nothing", () => {
    expect(compareNumbers(plan, plan).map(({ difference }) => difference)).toEqual(Array(7).fill(""));
  });

  test("show by how much the right one is more or less, signed", () => {
    const [first] = plan.content.phases;
    if (first === undefined) throw new Error("three phases");
    const shorter = {
      content: { ...plan.content, phases: [first] },
      assessment: {
        ...plan.assessment,
        phases: plan.assessment.phases.slice(0, 1),
        excess: { before: 3, after: 2 },
      },
    };
    const numbers = compareNumbers(plan, shorter);
    const told = Object.fromEntries(
      numbers.map(({ name, left, right, difference }) => [name, [left, right, difference].map(plain)]),
    );
    expect(told["Moves"]).toEqual(["4", "2", "−2"]);
    expect(told["Phases"]).toEqual(["3", "1", "−2"]);
    expect(told["Excess after, points"]).toEqual(["0.0", "2.0", "+2.0"]);
    expect(told["Takes"]).toEqual(["4 d 3 h", "25 h", "−3 d 2 h"]);
  });

  test("say – where a side cannot be told, and never 0", () => {
    const dark = {
      content: plan.content,
      assessment: { ...plan.assessment, excess: { before: 3, after: null } },
    };
    const excess = compareNumbers(plan, dark).find(({ name }) => name === "Excess after, points");
    expect([excess?.left, excess?.right, excess?.difference]).toEqual(["0.0", "–", "–"]);
  });
});

describe("a side in the address", () => {
  test("is a plan, or a version of it", () => {
    expect(parseSide("12")).toEqual({ id: "12", version: null });
    expect(parseSide(writeSide(12, 3))).toEqual({ id: "12", version: 3 });
  });

  test("is nobody where it is nonsense", () => {
    for (const text of [null, "", "x", "1@", "@2", "1@2@3", "-1", "12345678901"])
      expect(parseSide(text)).toBeNull();
  });

  test("stands beside the other", () => {
    expect(compareHref({ left: "1@2", right: null })).toBe("/plans/compare?left=1@2");
    expect(compareHref({ left: "1@2", right: "3" })).toBe("/plans/compare?left=1@2&right=3");
    expect(compareHref({ left: null, right: null })).toBe("/plans/compare");
  });
});
