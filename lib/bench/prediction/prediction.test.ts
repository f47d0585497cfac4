import { describe, expect, test } from "vitest";
import { drawCase } from "./cases.ts";
import { CASE_KINDS } from "./kinds.ts";
import { desaturate, renderPool, saturate } from "./physics.ts";
import { checkBars, score, scoreCase } from "./scoreCases.ts";

const [plain] = CASE_KINDS;
if (plain === undefined) throw new Error("no kinds of case");

describe("the bench's physics", () => {
  test("a seed is a case: the same seed renders the same minutes, another seed others", () => {
    const firstNode = (seed: number) => drawCase(plain, seed).source.before[0] ?? new Int16Array(0);
    expect(firstNode(5)).toEqual(firstNode(5));
    expect(firstNode(5)).not.toEqual(firstNode(6));
  });

  test("another take is the same load with other noise", () => {
    const { source } = drawCase(plain, 7);
    const mean = (take: number) => {
      const rows = renderPool(source.pool, source.residents, { length: 720, take });
      return (
        rows.reduce((sum, row) => sum + row.reduce((total, centi) => total + centi, 0), 0) / rows.length / 720
      );
    };
    expect(Math.abs(mean(0) - mean(1)) / mean(0)).toBeLessThan(0.02);
    expect(mean(0)).not.toBe(mean(1));
  });

  test("every curve is undone by its inverse where it can be read", () => {
    for (const curve of [
      { shape: "clip" },
      { shape: "knee", knee: 80 },
      { shape: "smooth", power: 6 },
    ] as const)
      for (const demand of [5, 60, 85, 95])
        expect(desaturate(curve, saturate(curve, demand))).toBeCloseTo(demand, 6);
  });
});

test("over a score of cases, held-out kinds among them, the bars hold", () => {
  const pools = CASE_KINDS.flatMap((kind) => [1, 2].flatMap((seed) => scoreCase(kind, 500 + seed)));
  const [share, minuteShare, oracle] = checkBars(score(pools));
  for (const bar of [share, minuteShare, oracle]) expect(bar?.holds).toBe(true);
});
