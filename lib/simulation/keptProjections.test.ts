import { expect, test } from "vitest";
import { keepProjection } from "./keptProjections.ts";
import { projectPool } from "./projectPool.ts";
import { twoStamps } from "./scenesForTests.ts";
import type { LoadChange, ProjectionInput } from "./types.ts";

const [pool] = twoStamps.pools;
if (pool?.fitted == null || pool.load === null) throw new Error("nothing was fitted");
const { fitted, load } = pool;

function input(places: readonly number[], more: Partial<ProjectionInput> = {}): ProjectionInput {
  const leaving = places.flatMap((place): LoadChange[] => {
    const own = load?.registries[place];
    const model = fitted.model.registries[place];
    if (own === undefined || model === undefined) return [];
    return [
      { load: own, reported: load?.reported ?? new Uint8Array(0), model, home: fitted.model, hidden: 0 },
    ];
  });
  return { pool: fitted, hidden: 0, leaving, arriving: [], seed: 7, ...more };
}

const keep = (asked: ProjectionInput) => keepProjection(asked, () => projectPool(asked));

test("what is remembered is what would be told anew, whatever was asked in between", () => {
  const asked = [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]].flatMap((places) => [
    input(places),
    input(places, { hidden: 1 }),
    input(places, { seed: 8 }),
  ]);
  for (const one of [...asked, ...asked.toReversed()]) expect(keep(one)).toEqual(projectPool(one));
  const [first] = asked;
  if (first === undefined) throw new Error("nothing was asked");
  expect(keep(first)).toBe(keep({ ...first }));
  expect(keep({ ...first, hidden: 1 })).not.toEqual(keep(first));
});
