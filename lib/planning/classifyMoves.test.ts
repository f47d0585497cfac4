import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classifyMoves, sizeOf } from "./classifyMoves.ts";
import type { MoveCandidate, Traffic } from "./types.ts";

function movesOf(traffic: readonly Traffic[]): MoveCandidate[] {
  return traffic.map((each, place) => ({
    registry: `r${String(place).padStart(2, "0")}`,
    tenant: "t",
    from: "a",
    to: "b",
    traffic: each,
  }));
}

const both = (amount: number): Traffic => ({ requests: amount, bytes: amount * 7 });
const classesOf = (traffic: readonly Traffic[]) =>
  classifyMoves(movesOf(traffic)).map((move) => `${move.registry} ${move.class}`);

describe("classes of moves", () => {
  it("are tail, medium and top as in the worked example: four of forty carry 96.7 %", () => {
    const tail = Array.from({ length: 30 }, () => both(1));
    const medium = Array.from({ length: 6 }, () => both(50));
    const top = [both(1_500), both(2_200), both(2_800), both(3_170)];
    const classes = classifyMoves(movesOf([...top, ...medium, ...tail])).map((move) => move.class);
    expect(classes).toEqual([
      ...Array.from({ length: 30 }, () => "tail"),
      ...Array.from({ length: 6 }, () => "medium"),
      ...Array.from({ length: 4 }, () => "top"),
    ]);
  });

  it("call one registry top, and any number without traffic tail", () => {
    expect(classesOf([both(5)])).toEqual(["r00 top"]);
    expect(classesOf([both(0), both(0)])).toEqual(["r00 tail", "r01 tail"]);
  });

  it("leave out a measure that nobody reports", () => {
    const requestsOnly = (requests: number): Traffic => ({ requests, bytes: null });
    expect(classesOf([requestsOnly(97), requestsOnly(0.4), requestsOnly(2.6)])).toEqual([
      "r01 tail",
      "r02 medium",
      "r00 top",
    ]);
  });

  it("hold the head's sum to half a percent of both measures, exactly half a percent included", () => {
    expect(classesOf([both(1), both(1), both(1), both(1), both(1), both(995)])).toEqual([
      "r00 tail",
      "r01 tail",
      "r02 tail",
      "r03 tail",
      "r04 tail",
      "r05 top",
    ]);
    const heavyInBytes: Traffic = { requests: 1, bytes: 140 };
    expect(classesOf([heavyInBytes, both(995)])).toEqual(["r00 medium", "r01 top"]);
  });

  it("need 5 % alone for the top, so that forty equal ones are all medium", () => {
    const classes = classifyMoves(movesOf(Array.from({ length: 40 }, () => both(1))));
    expect(new Set(classes.map((move) => move.class))).toEqual(new Set(["medium"]));
  });

  it("never reorder by anything but size and name, and every move has exactly one class, tail before medium before top", () => {
    const traffic = fc.record({
      requests: fc.option(fc.integer({ min: 0, max: 1_000 })),
      bytes: fc.option(fc.integer({ min: 0, max: 1_000 })),
    });
    fc.assert(
      fc.property(fc.array(traffic, { maxLength: 30 }), (all) => {
        const classified = classifyMoves(movesOf(all));
        expect(classified.map((move) => move.registry).sort()).toEqual(
          movesOf(all).map((move) => move.registry),
        );
        const rank = { tail: 0, medium: 1, top: 2 };
        for (const [place, move] of classified.entries()) {
          const next = classified[place + 1];
          if (next === undefined) continue;
          expect(sizeOf(next)).toBeGreaterThanOrEqual(sizeOf(move));
          expect(rank[next.class]).toBeGreaterThanOrEqual(rank[move.class]);
        }
      }),
    );
  });

  it("do not depend on the order in which moves are named", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 20 }), (amounts) => {
        const moves = movesOf(amounts.map(both));
        expect(classifyMoves(moves.toReversed())).toEqual(classifyMoves(moves));
      }),
    );
  });
});
