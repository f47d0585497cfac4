import { expect, test } from "vitest";
import { stepOfCode } from "./oneTimeCode.ts";

// RFC 6238, appendix B: the last six of its eight digits.
const SECRET = "12345678901234567890";

test.each([
  [59, "287082", 1],
  [1_111_111_109, "081804", 37_037_036],
  [1_234_567_890, "005924", 41_152_263],
  [20_000_000_000, "353130", 666_666_666],
])("at %i s the code of RFC 6238 is that of its step", (seconds, code, step) => {
  expect(stepOfCode(SECRET, code, seconds * 1_000)).toBe(step);
});

test("a code is of its own step wherever it is still taken, and of none elsewhere", () => {
  const stepAt = (seconds: number) => stepOfCode(SECRET, "081804", (37_037_036 * 30 + seconds) * 1_000);
  expect([-31, -30, 0, 59, 89, 90].map(stepAt)).toEqual([null, ...Array(4).fill(37_037_036), null]);
});
