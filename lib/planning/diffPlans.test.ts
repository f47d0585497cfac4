import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DecidedMove, type DecidedPhase, diffPlans } from "./diffPlans.ts";

const move = (registry: string, to = "b"): DecidedMove => ({
  registry,
  region: "w",
  from: "a",
  to,
  skipped: null,
});
const phase = (
  name: string,
  moves: readonly DecidedMove[],
  rest: Partial<DecidedPhase> = {},
): DecidedPhase => ({
  ...{ name, class: "medium", observationHours: 24, notBefore: null, moves },
  ...rest,
});
const tail = phase("Tail", [move("r1"), move("r2"), move("r3")], { class: "tail" });
const top = phase("Top", [move("r9")], { class: "top", observationHours: 48 });
const plan = [tail, top];

describe("the difference of two plans", () => {
  it("is nothing where they are equal, and only then", () => {
    expect(diffPlans(plan, structuredClone(plan))).toEqual([]);
    const anyMove = fc.record({
      registry: fc.constantFrom("r1", "r2", "r3", "r4"),
      to: fc.constantFrom("b", "c"),
      skipped: fc.constantFrom(null, "later"),
    });
    const anyPlan = fc
      .array(
        fc.record({
          name: fc.constantFrom("one", "two"),
          hours: fc.constantFrom(24, 48),
          moves: fc.array(anyMove, { minLength: 1, maxLength: 3 }),
        }),
        { maxLength: 3 },
      )
      .map((phases) => {
        const seen = new Set<string>();
        return phases.flatMap(({ name, hours, moves }) => {
          const own = moves.filter(({ registry }) => !seen.has(registry) && seen.add(registry));
          const made = own.map((one) => ({ ...one, region: "w", from: "a" }));
          return made.length === 0 ? [] : [phase(name, made, { observationHours: hours })];
        });
      });
    fc.assert(
      fc.property(anyPlan, anyPlan, (one, other) => {
        const equal = JSON.stringify(one) === JSON.stringify(other);
        expect(diffPlans(one, other).length === 0).toBe(equal);
      }),
      { numRuns: 2_000 },
    );
  });

  it("tells a move to another phase as that, also where it begins one of its own", () => {
    const later = [
      phase("Tail", [move("r1"), move("r2")], { class: "tail" }),
      phase("Medium", [move("r3")]),
      top,
    ];
    expect(diffPlans(plan, later)).toEqual([
      { kind: "phase_added", phase: 2, name: "Medium" },
      { kind: "phase_changed", registry: "r3", before: 1, after: 2 },
    ]);
  });

  it("tells destinations, moves that came and went, and skips", () => {
    const skipped = { ...move("r2"), skipped: "the customer asked" };
    const later = [{ ...tail, moves: [move("r1", "c"), skipped, move("r4")] }, top];
    expect(diffPlans(plan, later)).toEqual([
      { kind: "move_removed", registry: "r3", to: "b", phase: 1 },
      { kind: "destination_changed", registry: "r1", before: "b", after: "c" },
      { kind: "skip_changed", registry: "r2", before: null, after: "the customer asked" },
      { kind: "move_added", registry: "r4", to: "b", phase: 1 },
    ]);
  });

  it("tells the order within a phase, times and names", () => {
    const later = [
      { ...tail, name: "First", moves: [move("r2"), move("r1"), move("r3")] },
      { ...top, observationHours: 36, notBefore: "2026-03-01T00:00:00.000Z" },
    ];
    expect(diffPlans(plan, later)).toEqual([
      { kind: "phase_name", phase: 1, before: "Tail", after: "First" },
      { kind: "observation_hours", phase: 2, before: 48, after: 36 },
      { kind: "not_before", phase: 2, before: null, after: "2026-03-01T00:00:00.000Z" },
      { kind: "order_changed", registry: "r2", before: 2, after: 1 },
    ]);
  });

  it("tells one move that is put first as that, and nothing of those that only make room", () => {
    const names = Array.from({ length: 144 }, (_, at) => `r${at}`);
    const before = [
      phase(
        "Tail",
        names.map((name) => move(name)),
      ),
    ];
    const first = [
      phase(
        "Tail",
        ["r143", ...names.slice(0, -1)].map((name) => move(name)),
      ),
    ];
    expect(diffPlans(before, first)).toEqual([
      { kind: "order_changed", registry: "r143", before: 144, after: 1 },
    ]);
    const without = [
      phase(
        "Tail",
        names.slice(1).map((name) => move(name)),
      ),
    ];
    expect(diffPlans(before, without)).toEqual([{ kind: "move_removed", registry: "r0", to: "b", phase: 1 }]);
  });

  it("tells phases in another order", () => {
    expect(diffPlans(plan, plan.toReversed())).toEqual([
      { kind: "phase_moved", name: "Top", before: 2, after: 1 },
      { kind: "phase_moved", name: "Tail", before: 1, after: 2 },
    ]);
  });
});
