import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatBytes,
  formatCount,
  formatCpu,
  formatDuration,
  formatFixed,
  formatInterval,
  formatPoints,
  formatRatio,
  formatRelativeChange,
  formatShare,
} from "./formatNumber.ts";

/** Narrow and no-break spaces as plain ones, to read the tables below. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("numbers as they are written", () => {
  test.each([
    [43.24, "43.2 %"],
    [0, "0.0 %"],
    [-0.04, "0.0 %"],
    [100, "100.0 %"],
    [null, "–"],
  ])("CPU %s is %s", (value, text) => expect(plain(formatCpu(value))).toBe(text));

  test.each([
    [-14.5, "−14.5 pts"],
    [2, "+2.0 pts"],
    [0, "0.0 pts"],
    [0.04, "0.0 pts"],
    [-0.04, "0.0 pts"],
    [null, "–"],
  ])("a change of %s is %s", (value, text) => expect(plain(formatPoints(value))).toBe(text));

  test.each([
    [43, 28.5, "−34 %"],
    [10, 15, "+50 %"],
    [10, 10.01, "0 %"],
    [0, 5, "–"],
    [null, 5, "–"],
  ])("from %s to %s is %s", (before, after, text) =>
    expect(plain(formatRelativeChange(before, after))).toBe(text),
  );

  test("an interval stands behind its value, without digits that are not known", () => {
    expect(plain(formatInterval(28.52, 26.1, 30.9))).toBe("28.5 % (26–31)");
  });

  test.each([
    [1, "100 %"],
    [0.999, "99 %"],
    [0.001, "1 %"],
    [0, "0 %"],
    [0.834, "83 %"],
  ])("a share of %s is %s: never rounded to all or to nothing", (value, text) =>
    expect(plain(formatShare(value))).toBe(text),
  );

  test.each([
    [999, "999"],
    [1_000, "1 000"],
    [1_234_567, "1 234 567"],
    [-1_200, "−1 200"],
  ])("%s is grouped: %s", (value, text) => expect(plain(formatCount(value))).toBe(text));

  test.each([
    [0, "0 s"],
    [59.4, "59 s"],
    [60, "1 min"],
    [3_599, "1 h"],
    [12_000, "3 h 20 min"],
    [172_800, "48 h"],
    [259_200, "3 d"],
    [360_000, "4 d 4 h"],
  ])("%s seconds are %s", (value, text) => expect(plain(formatDuration(value))).toBe(text));

  test.each([
    [0, "0 B"],
    [730_000_000, "730 MB"],
    [1_234_000, "1.2 MB"],
    [999_600, "1.0 MB"],
    [1e18, "1 000 PB"],
  ])("%s bytes are %s", (value, text) => expect(plain(formatBytes(value))).toBe(text));

  test("a ratio carries its sign of multiplication", () => expect(formatRatio(2.44)).toBe("2.4×"));

  test("grouping and minus take nothing away: the number reads back", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.integer({ min: 0, max: 3 }),
        (value, decimals) => {
          const read = Number(formatFixed(value, decimals).replaceAll("\u202f", "").replace("\u2212", "-"));
          expect(read).toBeCloseTo(Number(value.toFixed(decimals)), 6);
        },
      ),
    );
  });
});
