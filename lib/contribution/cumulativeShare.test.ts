import { expect, test } from "vitest";
import { cumulateShares, findCarryingHead } from "./cumulativeShare.ts";

test("shares are added up in the order they come; what follows a missing one is not known", () => {
  expect(cumulateShares([0.5, 0.25, 0.25])).toEqual([0.5, 0.75, 1]);
  expect(cumulateShares([0.5, null, 0.25])).toEqual([0.5, null, null]);
  expect(cumulateShares([])).toEqual([]);
});

test("the head is the fewest from the top that carry 95 %", () => {
  const shares = [0.372, 0.295, 0.178, 0.122, ...Array(36).fill(0.033 / 36)];
  const head = findCarryingHead(cumulateShares(shares));
  expect(head).toMatchObject({ count: 4, of: 40 });
  expect(head?.share).toBeCloseTo(0.967, 9);
});

test("there is no head where traffic is spread, or where shares are not known", () => {
  expect(findCarryingHead(cumulateShares(Array(10).fill(0.1)))).toBeNull();
  expect(findCarryingHead(cumulateShares([1, 0]))).toBeNull();
  expect(findCarryingHead(cumulateShares([null, null, null]))).toBeNull();
  expect(findCarryingHead([])).toBeNull();
});
