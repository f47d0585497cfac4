import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlanMove, PlanPhase } from "#lib/planning/planContent.ts";
import {
  addMoves,
  changeMove,
  changePhase,
  countMovesTo,
  findMove,
  mergeWithNext,
  type PlanDraft,
  partMove,
  placeMove,
  placePhase,
  putPlannedStamp,
  removeMove,
  removePlannedStamp,
  splitPhase,
  stepMove,
} from "./planDraft.ts";

function moveOf(registry: string, to = "wus-c"): PlanMove {
  return { registry, tenant: "contoso", from: "wus-a", to, reason: "", skipped: null };
}

function phaseOf(name: string, kind: PlanPhase["class"], registries: readonly string[]): PlanPhase {
  return {
    name,
    class: kind,
    batch: 1,
    observationHours: kind === "top" ? 48 : 24,
    notBefore: null,
    shortened: null,
    moves: registries.map((registry) => moveOf(registry)),
  };
}

function draftWith(...phases: PlanPhase[]): PlanDraft {
  return { name: "plan", startAt: null, limitP95: null, newStamps: [], phases };
}

const THREE = draftWith(
  phaseOf("Tail", "tail", ["a", "b", "c"]),
  phaseOf("Medium", "medium", ["d", "e"]),
  phaseOf("Top: f", "top", ["f"]),
);

const shapeOf = ({ phases }: PlanDraft) =>
  phases.map(({ name, moves }) => `${name}: ${moves.map(({ registry }) => registry).join(" ")}`);

describe("a move", () => {
  test("is put at a place of another phase, and the phase that it leaves empty is gone", () => {
    expect(shapeOf(placeMove(THREE, "f", { phase: 0, place: 1 }))).toEqual(["Tail: a f b c", "Medium: d e"]);
  });

  test("steps over the end of a phase into its neighbour, and not over the ends of the plan", () => {
    expect(shapeOf(stepMove(THREE, "c", 1))).toEqual(["Tail: a b", "Medium: c d e", "Top: f: f"]);
    expect(shapeOf(stepMove(THREE, "d", -1))).toEqual(["Tail: a b c d", "Medium: e", "Top: f: f"]);
    expect(stepMove(THREE, "a", -1)).toBe(THREE);
    expect(stepMove(THREE, "f", 1)).toBe(THREE);
  });

  test("that is skipped says why, and can be taken back", () => {
    const skipped = changeMove(THREE, "d", { skipped: "the customer asked for it" });
    expect(skipped.phases[1]?.moves[0]?.skipped).toBe("the customer asked for it");
    expect(changeMove(skipped, "d", { skipped: null })).toEqual(THREE);
  });

  test("is taken out, and added again in a phase of its own at the end", () => {
    const without = removeMove(THREE, "f");
    expect(shapeOf(without)).toEqual(["Tail: a b c", "Medium: d e"]);
    const fresh = { name: "Medium", class: "medium", observationHours: 24 } as const;
    const added = addMoves(without, [moveOf("f"), moveOf("a")], fresh);
    expect(shapeOf(added)).toEqual(["Tail: a b c", "Medium: d e", "Medium (2): f"]);
    expect(added.phases[2]?.batch).toBe(2);
  });
});

describe("a phase", () => {
  test("is parted at a move; at its first there is nothing to part", () => {
    const parted = splitPhase(THREE, "b");
    expect(shapeOf(parted)).toEqual(["Tail: a", "Tail (2): b c", "Medium: d e", "Top: f: f"]);
    expect(parted.phases.map(({ batch }) => batch)).toEqual([1, 2, 1, 1]);
    expect(splitPhase(THREE, "a")).toBe(THREE);
    expect(shapeOf(partMove(THREE, "b"))[1]).toBe("Tail (2): b");
  });

  test("joined with the next keeps what is more careful of the two", () => {
    const early = changePhase(THREE, 0, { notBefore: "2026-12-01T09:00:00.000Z" });
    const merged = mergeWithNext(mergeWithNext(early, 1), 0);
    expect(merged.phases).toMatchObject([
      { name: "Tail", class: "top", observationHours: 48, notBefore: "2026-12-01T09:00:00.000Z" },
    ]);
    expect(merged.phases[0]?.moves).toHaveLength(6);
    expect(mergeWithNext(THREE, 2)).toBe(THREE);
  });

  test("whose shorter wait someone answers for keeps that word only where the wait is its own", () => {
    const shortened = { fromHours: 48, approver: "ana", reason: "quiet week" };
    const short = changePhase(THREE, 2, { observationHours: 12, shortened });
    expect(mergeWithNext(short, 1).phases[1]).toMatchObject({ observationHours: 24, shortened: null });
    const shorter = changePhase(short, 1, { observationHours: 6 });
    expect(mergeWithNext(shorter, 1).phases[1]).toMatchObject({ observationHours: 12, shortened });
  });
});

describe("a stamp that is to be made", () => {
  const stamp = { name: "wus-new", kind: "isolated", pools: [] } as const;
  test("takes the moves of the one that it replaces, and stays as long as a move goes there", () => {
    const sent = changeMove(putPlannedStamp(THREE, { ...stamp, pools: [] }, null), "f", { to: "wus-new" });
    const renamed = putPlannedStamp(sent, { ...stamp, pools: [], name: "wus-own" }, "wus-new");
    expect(countMovesTo(renamed, "wus-own")).toBe(1);
    expect(renamed.newStamps.map(({ name }) => name)).toEqual(["wus-own"]);
    expect(removePlannedStamp(renamed, "wus-own")).toBe(renamed);
    expect(removePlannedStamp(removeMove(renamed, "f"), "wus-own").newStamps).toEqual([]);
  });
});

describe("any edits, one after another", () => {
  const registry = fc.constantFrom("a", "b", "c", "d", "e", "f");
  const index = fc.nat(5);
  const step = fc.oneof(
    fc.tuple(registry, index, index).map(
      ([name, phase, place]) =>
        (draft: PlanDraft) =>
          placeMove(draft, name, { phase, place }),
    ),
    registry.map((name) => (draft: PlanDraft) => stepMove(draft, name, 1)),
    registry.map((name) => (draft: PlanDraft) => stepMove(draft, name, -1)),
    registry.map((name) => (draft: PlanDraft) => splitPhase(draft, name)),
    registry.map((name) => (draft: PlanDraft) => partMove(draft, name)),
    index.map((at) => (draft: PlanDraft) => mergeWithNext(draft, at)),
    fc.tuple(index, index).map(
      ([at, to]) =>
        (draft: PlanDraft) =>
          placePhase(draft, at, to),
    ),
  );

  test("keep every move once, leave no phase empty, and count batches from 1 on", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const after = steps.reduce((draft, change) => change(draft), THREE);
        const moved = after.phases.flatMap(({ moves }) => moves.map((move) => move.registry));
        expect(moved.toSorted()).toEqual(["a", "b", "c", "d", "e", "f"]);
        for (const name of moved) expect(findMove(after, name)).not.toBeNull();
        for (const kind of ["tail", "medium", "top"] as const) {
          const batches = after.phases.filter((phase) => phase.class === kind).map(({ batch }) => batch);
          expect(batches).toEqual(batches.map((_, at) => at + 1));
        }
        expect(after.phases.every(({ moves }) => moves.length > 0)).toBe(true);
        expect(new Set(after.phases.map(({ name }) => name)).size).toBe(after.phases.length);
      }),
    );
  });
});
