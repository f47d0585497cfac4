import { describe, expect, test } from "vitest";
import { regionForTests } from "./regionForTests.ts";
import { move, p95Of, poolAt, simulate, stamp, steady, twoStamps } from "./scenesForTests.ts";

describe("what is said beside the numbers", () => {
  test("a destination over its limit, or one that may be", () => {
    const b = (limit: number) =>
      poolAt(
        simulate(
          regionForTests([stamp("a", [steady("big", 150, 1)]), stamp("b", [steady("x", 60, 2)], { limit })]),
          [move("big", "b")],
        ).pools,
        "b",
      );
    const told = p95Of(b(99));
    expect(b(told.value - 1).flags).toContain("destination_over_limit");
    expect(b((told.value + told.high) / 2).flags).toContain("destination_may_exceed_limit");
    expect(b(told.high + 1).flags).not.toContain("destination_may_exceed_limit");
    expect(b(told.value - 1).excess.after).toBeCloseTo(1, 9);
  });

  test("a change smaller than what one cannot know of it is inside the noise", () => {
    const { pools } = simulate(twoStamps, [move("small", "b")]);
    const region = regionForTests([
      stamp("a", [steady("big", 100, 1), steady("crumb", 0.5, 9)]),
      stamp("b", [steady("x", 50, 2)]),
    ]);
    expect(poolAt(simulate(region, [move("crumb", "b")]).pools, "a").flags).toContain("inside_noise");
    expect(poolAt(simulate(twoStamps, [move("big", "b")]).pools, "a").flags).not.toContain("inside_noise");
    expect(pools).toHaveLength(2);
  });

  test("a pool without load data, or with too little of its own, is refused in so many words", () => {
    const region = regionForTests([
      stamp("a", [steady("big", 100, 1), steady("y", 50, 6)]),
      stamp("silent", [steady("unheard", 50, 2)], { silent: true }),
      stamp("gappy", [steady("z", 50, 3)], { coverage: 0.4 }),
      stamp("thin", [steady("w", 50, 4)], { coverage: 0.8 }),
    ]);
    const { pools } = simulate(region, [move("big", "silent"), move("y", "gappy"), move("unheard", "thin")]);
    expect(poolAt(pools, "silent")).toMatchObject({ after: null, flags: ["no_load_data"] });
    expect(poolAt(pools, "gappy").after).toBeNull();
    expect(poolAt(pools, "gappy").flags).toContain("coverage_too_low");
    expect(poolAt(pools, "thin").flags).toEqual(expect.arrayContaining(["low_coverage", "arrivals_unknown"]));
    expect(poolAt(pools, "silent").excess.after).toBeNull();
  });

  test("a pool that would be hotter than it ever was is an extrapolation", () => {
    const region = regionForTests([stamp("a", [steady("big", 200, 1)]), stamp("b", [steady("x", 10, 2)])]);
    expect(poolAt(simulate(region, [move("big", "b")]).pools, "b").flags).toContain("extrapolated");
  });
});
