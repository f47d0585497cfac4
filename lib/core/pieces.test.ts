import { expect, test } from "vitest";
import { groupsOf, Pieces } from "./pieces.ts";

test("whatever waits gets its turn after each step of pieces that are over at once", async () => {
  const seen: string[] = [];
  const pieces = new Pieces(0);
  setImmediate(() => seen.push("first to wait"));
  seen.push("a step");
  await pieces.next();
  setImmediate(() => seen.push("second to wait"));
  seen.push("a step");
  await pieces.next();
  seen.push("a step");
  expect(seen).toEqual(["a step", "first to wait", "a step", "second to wait", "a step"]);
});

test("a piece that has time left goes on at once", () => {
  expect(new Pieces(Number.POSITIVE_INFINITY).next()).toBeUndefined();
});

test("groups hold everything in its order, and none is empty", () => {
  expect([...groupsOf([1, 2, 3, 4, 5], 2)]).toEqual([[1, 2], [3, 4], [5]]);
  expect([...groupsOf([], 2)]).toEqual([]);
});
