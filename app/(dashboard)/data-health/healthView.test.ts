import { expect, test } from "vitest";
import { gapPlaces, needsAttention } from "./healthView.ts";

test("a gap stands in the strip where it was, cut to the window", () => {
  const window = { fromMinute: 1_000, toMinute: 2_000 };
  const gap = (fromMinute: number, toMinute: number) => ({ fromMinute, toMinute, isOpen: false });
  expect(gapPlaces([gap(900, 1_100), gap(1_500, 1_510), gap(1_990, 2_010)], window)).toEqual([
    { start: 0, length: 0.1 },
    { start: 0.5, length: 0.01 },
    { start: 0.99, length: 0.01 },
  ]);
  expect(gapPlaces([], window)).toEqual([]);
});

test("neither a complete pool nor one that is only planned needs a person", () => {
  const needing = (["silent", "never", "thin", "gaps", "late", "nodes", "none", "planned"] as const).filter(
    (concern) => needsAttention({ concern }),
  );
  expect(needing).toEqual(["silent", "never", "thin", "gaps", "late", "nodes"]);
});
