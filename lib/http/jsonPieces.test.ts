import fc from "fast-check";
import { expect, test } from "vitest";
import { Pieces } from "../core/index.ts";
import { writeJsonInPieces } from "./jsonPieces.ts";

test("any answer is written byte for byte as JSON.stringify writes it", async () => {
  const leaf = fc.oneof(
    fc.jsonValue(),
    fc.constant(undefined),
    fc.date({ noInvalidDate: true }),
    fc.string(),
  );
  const field = fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }), fc.dictionary(fc.string(), leaf));
  const list = fc
    .tuple(fc.array(field, { minLength: 1, maxLength: 4 }), fc.constantFrom(1, 100, 128, 129))
    .map(([some, times]) => Array.from({ length: times }, (_, at) => some[at % some.length]));
  const answer = fc.oneof(field, list, fc.dictionary(fc.string(), fc.oneof(field, list)));
  await fc.assert(
    fc.asyncProperty(answer, async (value) => {
      expect(await writeJsonInPieces(value)).toBe(JSON.stringify(value) ?? "null");
    }),
  );
});

test("requests that wait get their turns while a fleet is written", async () => {
  let [turns, isWritten] = [0, false];
  const wait = () => {
    turns++;
    if (!isWritten) setImmediate(wait);
  };
  setImmediate(wait);
  const pools = Array.from({ length: 6_000 }, (_, at) => ({ stamp: `stamp-${at}`, pool: "registry" }));
  const text = await writeJsonInPieces({ pools }, new Pieces(0));
  isWritten = true;
  expect(text).toBe(JSON.stringify({ pools }));
  expect(turns).toBeGreaterThanOrEqual(6_000 / 128);
});
