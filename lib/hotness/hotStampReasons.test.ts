import { expect, test } from "vitest";
import { hotStampReasons, type StampEvidence } from "./hotStampReasons.ts";

const nowMinute = 1_000;
const nowMs = nowMinute * 60_000;
const calm: StampEvidence["pools"][number] = {
  name: "dataproxy",
  state: "normal",
  hotNodeP95: 40,
  excess: 0,
  dominanceShare: 0.2,
};
const signal: StampEvidence["signals"][number] = {
  kind: "throttling",
  severity: "high",
  pool: null,
  fromMs: nowMs - 1,
  toMs: null,
};

function reasonsOf(evidence: Partial<StampEvidence>) {
  return hotStampReasons({ pools: [calm], signals: [], ...evidence }, nowMinute);
}

test("a calm stamp has none", () => {
  expect(reasonsOf({})).toEqual([]);
});

test("a pool over its limit is one, whatever its state is called", () => {
  const over = { ...calm, hotNodeP95: 43, excess: 3 };
  expect(reasonsOf({ pools: [over] })).toEqual([{ kind: "over_limit", pool: "dataproxy", excess: 3 }]);
});

test("a pool of unknown state is none: nothing may be planned on it", () => {
  expect(reasonsOf({ pools: [{ ...calm, state: "unknown", hotNodeP95: 99, excess: 39 }] })).toEqual([]);
  expect(reasonsOf({ pools: [{ ...calm, state: "unknown", hotNodeP95: null, excess: null }] })).toEqual([]);
});

test.each<[string, Partial<typeof signal>, boolean]>([
  ["high and open", {}, true],
  ["critical and open", { severity: "critical" }, true],
  ["medium", { severity: "medium" }, false],
  ["ended", { toMs: nowMs }, false],
  ["ends later", { toMs: nowMs + 1 }, true],
  ["not begun", { fromMs: nowMs + 60_000 }, false],
])("a signal, %s", (_, change, counts) => {
  expect(reasonsOf({ signals: [{ ...signal, ...change }] })).toHaveLength(counts ? 1 : 0);
});

test("a tenant whose relief is at least a fifth of the P95 dominates the pool", () => {
  const relief = (reliefPoints: number) => ({
    reliefs: [{ tenant: "contoso", pool: "dataproxy", reliefPoints }],
  });
  expect(reasonsOf(relief(8))).toEqual([
    { kind: "dominated", pool: "dataproxy", tenant: "contoso", share: 0.2 },
  ]);
  expect(reasonsOf(relief(7.99))).toEqual([]);
});

test("how much dominates is the pool's own setting", () => {
  const reliefs = [{ tenant: "contoso", pool: "dataproxy", reliefPoints: 9 }];
  expect(reasonsOf({ pools: [calm], reliefs })).toHaveLength(1);
  expect(reasonsOf({ pools: [{ ...calm, dominanceShare: 0.25 }], reliefs })).toEqual([]);
});

test("all reasons are named", () => {
  const reasons = reasonsOf({
    pools: [{ ...calm, hotNodeP95: 70, excess: 10 }],
    signals: [signal],
    reliefs: [{ tenant: "contoso", pool: "dataproxy", reliefPoints: 30 }],
  });
  expect(reasons.map(({ kind }) => kind)).toEqual(["over_limit", "signal", "dominated"]);
});
