import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffFacts, formatFact, labelOfPath, pairFacts } from "./diffFacts.ts";

describe("the difference of two records", () => {
  test("holds what changed, and only that, in the order of the later record", () => {
    expect(
      diffFacts(
        { normal: 30, warm: 50, hot: 65, gone: true },
        { warm: 50, hot: 70, normal: 30, deep: { new: "x" } },
      ),
    ).toEqual([
      { path: "hot", before: "65", after: "70" },
      { path: "deep.new", before: null, after: "x" },
      { path: "gone", before: "yes", after: null },
    ]);
  });

  test("of bare values has one fact without a name", () => {
    expect(diffFacts(40, 45)).toEqual([{ path: "", before: "40", after: "45" }]);
    expect(diffFacts(null, 45)).toEqual([{ path: "", before: null, after: "45" }]);
  });

  test("tells a fact that is null from a fact that is not there", () => {
    expect(diffFacts({ stamp: null }, { stamp: "wus-a" })).toEqual([
      { path: "stamp", before: "none", after: "wus-a" },
    ]);
    expect(diffFacts({}, { stamp: null })).toEqual([{ path: "stamp", before: null, after: "none" }]);
  });

  test("puts lists of plain values as one fact, lists of records as many", () => {
    expect(diffFacts({ tags: ["a"] }, { tags: ["a", "b"] })).toEqual([
      { path: "tags", before: "a", after: "a, b" },
    ]);
    expect(diffFacts(null, { signals: [{ kind: "outage" }, { kind: "throttling" }] })).toEqual([
      { path: "signals.#1.kind", before: null, after: "outage" },
      { path: "signals.#2.kind", before: null, after: "throttling" },
    ]);
  });

  test("with itself is empty, whatever the record", () => {
    fc.assert(fc.property(fc.jsonValue(), (record) => diffFacts(record, record).length === 0));
  });
});

test("exact facts keep what plain words would make alike: 1 and “1”, null and “none”", () => {
  expect(pairFacts({ a: 1, b: null }, { a: "1", b: "none" })).toEqual([
    { path: "a", before: "1", after: '"1"', isChanged: true },
    { path: "b", before: "null", after: '"none"', isChanged: true },
  ]);
});

test.each([
  ["cordoned", true, "yes"],
  ["limit", -2.5, "\u22122.5"],
  ["expiresAt", "2026-11-21T14:32:10.000Z", "2026-11-21 14:32:10 UTC"],
  ["signals.#1.from", Date.UTC(2026, 10, 21, 20, 47), "2026-11-21 20:47:00 UTC"],
  ["bytes", 1_795_294_020_000, "1795294020000"],
  ["at", 8_640_000_000_000_001, "8640000000000001"],
  ["at", "2026-13-01T00:00:00Z", "2026-13-01T00:00:00Z"],
  ["freezes", [], "empty"],
  ["note", "", "empty"],
] as const)("the fact %s of %j reads %s", (path, value, text) => expect(formatFact(path, value)).toBe(text));

test.each([
  ["minInstances", "min instances"],
  ["hotNodeP95", "hot node P95"],
  ["signals.#1.kind", "signals #1 kind"],
])("the path %s is read as %s", (path, label) => expect(labelOfPath(path)).toBe(label));
