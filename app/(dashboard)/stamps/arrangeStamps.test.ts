import { describe, expect, test } from "vitest";
import { columnKinds, filterStamps } from "./arrangeStamps.ts";
import { describeReasons } from "./describeReasons.ts";
import { cellOfKind, type StampPoolCell, type StampRow } from "./stampRow.ts";

const cell = (pool: string, hotNodeP95: number | null, kind = pool): StampPoolCell => ({
  pool,
  kind,
  state: "normal",
  isStale: false,
  hotNodeP95,
  limit: 60,
  hot5m: null,
  overSince: null,
  coverage: 1,
});

const stamp = (name: string, more: Partial<StampRow> = {}): StampRow => ({
  name,
  region: "westus",
  kind: "shared",
  cordoned: false,
  inDeployment: false,
  planned: false,
  replicas: 0,
  pools: [cell("registry", 20), cell("dataproxy", 30)],
  signals: [],
  reasons: [],
  heat: 30,
  ...more,
});

const any = { kind: "", condition: "", q: "" } as const;
const rows = [
  stamp("wus-a", { reasons: [{ kind: "over_limit", pool: "dataproxy", excess: 3 }] }),
  stamp("wus-b", {
    cordoned: true,
    signals: [{ kind: "throttling", severity: "low", pool: null, from: "2026-03-01T00:00:00.000Z" }],
  }),
  stamp("wus-iso-1", { kind: "isolated", planned: true, pools: [cell("cache", null)] }),
];
const names = (filter: Parameters<typeof filterStamps>[1]) =>
  filterStamps(rows, filter).map(({ name }) => name);

describe("the list of stamps", () => {
  test("no filter keeps everything in its order", () => {
    expect(names(any)).toEqual(["wus-a", "wus-b", "wus-iso-1"]);
  });

  test.each([
    ["hot", ["wus-a"]],
    ["signal", ["wus-b"]],
    ["cordoned", ["wus-b"]],
    ["in_deployment", []],
    ["planned", ["wus-iso-1"]],
  ] as const)("condition %s", (condition, expected) => {
    expect(names({ ...any, condition })).toEqual(expected);
  });

  test("kind and words narrow together; words may be of name, region, pool or signal, in any case", () => {
    expect(names({ ...any, kind: "isolated" })).toEqual(["wus-iso-1"]);
    expect(names({ ...any, q: "WESTUS thrott" })).toEqual(["wus-b"]);
    expect(names({ ...any, q: "cache" })).toEqual(["wus-iso-1"]);
    expect(names({ ...any, kind: "shared", q: "iso" })).toEqual([]);
  });

  test("columns are the most common kinds of pools, shown by name", () => {
    expect(columnKinds(rows, 2)).toEqual(["dataproxy", "registry"]);
    expect(columnKinds(rows, 9)).toEqual(["cache", "dataproxy", "registry"]);
    expect(columnKinds([], 2)).toEqual([]);
  });

  test("of several pools of a kind the hottest stands in the cell; no data is never the hottest", () => {
    const row = stamp("x", { pools: [cell("one", null, "k"), cell("two", 5, "k"), cell("three", 4, "k")] });
    expect(cellOfKind(row, "k")?.pool).toBe("two");
    expect(cellOfKind(row, "other")).toBeNull();
  });
});

test("reasons in words: pools over their limits together, signals after them", () => {
  expect(
    describeReasons([
      { kind: "over_limit", pool: "dataproxy", excess: 8.13 },
      { kind: "over_limit", pool: "registry", excess: 1.1 },
      { kind: "signal", signal: "sustained_errors", severity: "high", pool: "registry" },
    ]),
  ).toBe("dataproxy 8.1 and registry 1.1 points over their limits; sustained errors, high on registry");
  expect(describeReasons([{ kind: "over_limit", pool: "dataproxy", excess: 3 }])).toBe(
    "dataproxy 3.0 points over its limit",
  );
  expect(describeReasons([{ kind: "signal", signal: "outage", severity: "critical", pool: null }])).toBe(
    "outage, critical",
  );
  expect(describeReasons([])).toBe("");
});
