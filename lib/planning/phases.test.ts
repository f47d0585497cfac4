import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classifyMoves } from "./classifyMoves.ts";
import { formPhases } from "./formPhases.ts";
import { judgeStep, type SteppedPool } from "./judgeStep.ts";
import { orderMoves, type SimulateStep } from "./orderMoves.ts";
import type { ClassifiedMove } from "./types.ts";

/** A destination to which every move adds its points, and a source that loses them. */
function simpleRegion(points: Readonly<Record<string, number>>, { limit = 60, at = 20, source = 90 } = {}) {
  const sum = (moves: readonly ClassifiedMove[]) =>
    moves.reduce((total, { registry }) => total + (points[registry] ?? 0), 0);
  const simulate: SimulateStep = (before, move) => {
    const moved = sum([...before, move]);
    const pool = (stamp: string, gains: boolean, value: number): SteppedPool => ({
      stamp,
      pool: "registry",
      gains,
      limit,
      measured: gains ? at : source,
      after: value,
      cutover: { value, high: value + 1 },
    });
    return [pool("b", true, at + moved), pool("a", false, source - moved)];
  };
  return simulate;
}

function movesOf(points: Readonly<Record<string, number>>): ClassifiedMove[] {
  return classifyMoves(
    Object.entries(points).map(([registry, requests]) => ({
      registry,
      tenant: "t",
      from: "a",
      to: "b",
      traffic: { requests, bytes: null },
    })),
  );
}

const pool: SteppedPool = {
  stamp: "b",
  pool: "registry",
  gains: true,
  limit: 60,
  measured: 20,
  after: 30,
  cutover: { value: 31, high: 60 },
};

describe("a step", () => {
  it("is safe with the high end at the limit, and breaks above it", () => {
    expect(judgeStep([pool])).toBeNull();
    expect(judgeStep([{ ...pool, cutover: { value: 31, high: 60.5 } }])).toMatchObject({
      rule: "receives_over_limit",
      value: 60.5,
      bound: 60,
    });
  });

  it("may leave a pool that is over its limit already no higher than it was", () => {
    expect(judgeStep([{ ...pool, measured: 70, cutover: { value: 65, high: 70 } }])).toBeNull();
  });

  it("breaks where a pool that only loses would rise, whatever its interval says", () => {
    const losing = { ...pool, gains: false, measured: 70 };
    expect(judgeStep([{ ...losing, cutover: { value: 70, high: 75 } }])).toBeNull();
    expect(judgeStep([{ ...losing, cutover: { value: 71, high: 75 } }])?.rule).toBe("loses_but_rises");
  });

  it("breaks where it cannot be told", () => {
    expect(judgeStep([{ ...pool, cutover: null }])).toMatchObject({ value: null });
  });

  it("tells the worst of what it breaks", () => {
    const worse = { ...pool, stamp: "c", cutover: { value: 80, high: 90 } };
    expect(judgeStep([{ ...pool, cutover: { value: 60, high: 61 } }, worse])?.stamp).toBe("c");
  });
});

describe("the order of moves", () => {
  it("is smallest first where every step is safe", () => {
    const points = { r1: 4, r2: 1, r3: 2 };
    const ordered = orderMoves(movesOf(points), simpleRegion(points));
    expect(ordered.map(({ move }) => move.registry)).toEqual(["r2", "r3", "r1"]);
    expect(ordered.every(({ ahead, broken }) => ahead === null && broken === null)).toBe(true);
  });

  it("lets a larger one go first where the smaller must wait for it, and says why", () => {
    // c is full: what leaves it is larger than what comes to it.
    const classified = classifyMoves([
      { registry: "in", tenant: "t", from: "a", to: "c", traffic: { requests: 1, bytes: null } },
      { registry: "out", tenant: "t", from: "c", to: "b", traffic: { requests: 3, bytes: null } },
    ]);
    const simulate: SimulateStep = (before, move) => {
      const names = [...before, move].map(({ registry }) => registry);
      const gone = before.some(({ registry }) => registry === "out");
      const high = 60 + (names.includes("in") ? 5 : 0) - (gone ? 20 : 0);
      const gains = move.to === "c";
      return [{ ...pool, stamp: "c", gains, measured: 60, cutover: { value: high, high } }];
    };
    const ordered = orderMoves(classified, simulate);
    expect(ordered.map(({ move }) => move.registry)).toEqual(["out", "in"]);
    expect(ordered[0]?.ahead).toMatchObject({ of: "in", because: { stamp: "c", value: 65, bound: 60 } });
    expect(ordered[1]?.broken).toBeNull();
  });

  it("shows where a prefix breaks when nothing that is left is safe", () => {
    const points = { r1: 10, r2: 20, r3: 30 };
    const ordered = orderMoves(movesOf(points), simpleRegion(points, { limit: 55 }));
    expect(ordered.map(({ broken }) => broken?.value ?? null)).toEqual([null, null, 81]);
  });

  it("keeps every move exactly once", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }), (amounts) => {
        const points = Object.fromEntries(amounts.map((amount, place) => [`r${place}`, amount]));
        const ordered = orderMoves(movesOf(points), simpleRegion(points));
        expect(ordered.map(({ move }) => move.registry).sort()).toEqual(Object.keys(points).sort());
      }),
    );
  });
});

describe("phases", () => {
  const points = {
    ...Object.fromEntries(Array.from({ length: 5 }, (_, at) => [`s${at}`, 0.01])),
    m1: 2,
    m2: 2,
    m3: 2,
    x: 40,
  };

  it("are the tail together, mediums in batches of five points, the top alone", () => {
    const phases = formPhases(orderMoves(movesOf(points), simpleRegion(points, { limit: 90 })));
    expect(phases.map(({ name, observationHours, moves }) => [name, observationHours, moves.length])).toEqual(
      [
        ["Tail", 24, 5],
        ["Medium 1 of 2", 24, 2],
        ["Medium 2 of 2", 24, 1],
        ["Top: x", 48, 1],
      ],
    );
  });

  it("put a medium that adds more than five points into a phase of its own", () => {
    const uneven = { m1: 4, m2: 7, m3: 7.5, m4: 8, m5: 8.5, rest: 65 };
    const phases = formPhases(orderMoves(movesOf(uneven), simpleRegion(uneven, { limit: 200 })));
    for (const { moves, class: kind } of phases) if (kind === "medium") expect(moves).toHaveLength(1);
  });

  it("add at most five points to a destination in a batch of several, and keep the order", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 9, noNaN: true }), { minLength: 1, maxLength: 25 }),
        (amounts) => {
          const many = Object.fromEntries(amounts.map((amount, place) => [`r${place}`, amount]));
          const ordered = orderMoves(movesOf(many), simpleRegion(many, { limit: 500, source: 500 }));
          const phases = formPhases(ordered);
          expect(phases.flatMap(({ moves }) => moves)).toEqual(ordered);
          for (const { moves, class: kind } of phases) {
            if (kind !== "medium" || moves.length === 1) continue;
            const added = moves.reduce((sum, { move }) => sum + (many[move.registry] ?? 0), 0);
            expect(added).toBeLessThanOrEqual(5 + 1e-9);
          }
        },
      ),
    );
  });
});
