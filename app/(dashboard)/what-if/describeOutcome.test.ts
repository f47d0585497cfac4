import { describe, expect, test } from "vitest";
import { describeFlags, describeInaction, describeScenario, namePools } from "./describeOutcome.ts";
import type { PoolOutcome } from "./poolOutcome.ts";
import { EMPTY_SCENARIO, makeScenario } from "./scenario.ts";
import type { PickedRegistry, ScenarioView } from "./whatIfView.ts";

function pool(
  name: string,
  more: Partial<PoolOutcome> & { from?: number | null; to?: number | null } = {},
): PoolOutcome {
  const [stamp = "", kind = ""] = name.split(" ");
  const { from = 40, to = 30, ...rest } = more;
  const shift = {
    before: from,
    after: to === null ? null : { value: to, low: to - 1, high: to + 1 },
    change: from === null || to === null ? null : to - from,
  };
  return {
    id: `${stamp}/${kind}`,
    stamp,
    pool: kind,
    kind,
    role: "source",
    limit: 40,
    stateBefore: "normal",
    stateAfter: "cool",
    p95: shift,
    max: shift,
    average: shift,
    room: to === null ? null : 40 - to,
    flags: [],
    ...rest,
  };
}
const picked = (registry: string, home: string, tenant = "halcyon"): PickedRegistry => ({
  asked: registry,
  registry,
  tenant,
  home,
});
const seen = (...pools: PoolOutcome[]): ScenarioView => ({
  text: "",
  outcome: { pools, curves: [], verdicts: [], doNothing: [], notes: [], touched: [] },
  refusal: null,
});
const one = makeScenario([{ registry: "alpha", to: "wus-c" }], []);
const two = makeScenario(
  [
    { registry: "alpha", to: "wus-c" },
    { registry: "beta", to: "wus-c" },
  ],
  [],
);
const homes = [picked("alpha", "wus-a"), picked("beta", "wus-b")];

describe("the page's answer", () => {
  test("tells the greatest relief, and that nothing else goes over its limit", () => {
    const view = seen(
      pool("wus-a registry", { from: 40, to: 38 }),
      pool("wus-b registry", { from: 48, to: 29.2 }),
    );
    expect(describeScenario(two, view, homes)).toBe(
      "2 registries of halcyon from wus-a and wus-b to wus-c: wus-b registry would be at 29.2\u00a0% instead of 48.0\u00a0% (−18.8\u00a0pts), and every pool that changes would be under its limit.",
    );
  });

  test("tells who would go over the limit by it before anything good is left to stand alone", () => {
    const harmed = { role: "destination", from: 20, to: 60, flags: ["destination_over_limit"] } as const;
    const view = seen(
      pool("wus-a registry"),
      pool("wus-c registry", harmed),
      pool("wus-c dataproxy", harmed),
    );
    expect(describeScenario(one, view, homes)).toMatch(
      /^alpha from wus-a to wus-c: .*, but wus-c registry and dataproxy would go over their limits\.$/,
    );
  });

  test("tells what cannot be told, what stays over its limit, and what is not decided", () => {
    const untold = seen(pool("wus-a registry"), pool("wus-c registry", { role: "destination", to: null }));
    expect(describeScenario(one, untold, homes)).toContain("of wus-c registry it cannot be told");
    const still = seen(pool("wus-a registry", { from: 60, to: 50 }));
    expect(describeScenario(one, still, homes)).toContain("wus-a registry would still be over its limit");
    const open = makeScenario([...two.moves, { registry: "gamma", to: null }], []);
    expect(describeScenario(open, untold, homes)).toMatch(/ 1 registry still without a destination\.$/);
  });

  test("says what to do while there is nothing to answer", () => {
    expect(describeScenario(EMPTY_SCENARIO, seen(), [])).toMatch(/^Pick registries/);
    const open = makeScenario([{ registry: "alpha", to: null }], []);
    expect(describeScenario(open, seen(), homes)).toMatch(/^1 registry is picked. Choose where it goes/);
    const refused = { text: "", outcome: null, refusal: { detail: "no", moves: [] } };
    expect(describeScenario(one, refused, homes)).toMatch(/cannot be simulated/);
  });
});

test("flags are sentences, each once for all pools that have it, and never of pools that nothing touches", () => {
  const { urgent, others } = describeFlags([
    pool("wus-c dataproxy", { flags: ["destination_over_limit", "extrapolated"] }),
    pool("wus-c registry", { flags: ["destination_over_limit"] }),
    pool("wus-d registry", { role: "untouched", flags: ["low_coverage"] }),
  ]);
  expect(urgent).toEqual(["wus-c dataproxy and registry would go over their limits."]);
  expect(others).toHaveLength(1);
  expect(others[0]).toContain("wus-c dataproxy would be hotter than it was ever seen");
});

test("pools are named stamp by stamp", () => {
  expect(namePools([pool("a x"), pool("a y"), pool("b x")])).toBe("a x and y, b x");
});

test("doing nothing is told with its hours, and what is not known of it is left out", () => {
  const left = {
    stamp: "wus-a",
    pool: "dataproxy",
    hotNodeP95: 43,
    max: 95.7,
    excess: 3,
    minutesOverLimit: 394,
  };
  expect(describeInaction({ ...left, minutesFull: 1, risePoints: 2.5 })).toBe(
    "wus-a dataproxy stays at 43.0\u00a0%, 3.0 points over its limit, in 394 minutes of these hours over it, in 1 with a node at 90\u00a0% or more. At worst a node was at 95.7\u00a0%. In the same hours a day before it was 2.5 points lower.",
  );
  const calm = { ...left, max: null, minutesFull: 0, risePoints: null };
  expect(describeInaction(calm)).toBe(
    "wus-a dataproxy stays at 43.0\u00a0%, 3.0 points over its limit, in 394 minutes of these hours over it.",
  );
});
