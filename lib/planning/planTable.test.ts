import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeCsv } from "../http/csv.ts";
import { parsePlanTable } from "./parsePlanTable.ts";
import { PLAN_COLUMNS, type PlanTablePhase, tabulatePlan } from "./planTable.ts";
import { MOVE_CLASSES } from "./types.ts";

const words = fc.string({ minLength: 1, maxLength: 12, unit: "binary" }).map((text) => `x${text.trim()}`);
const formulas = fc.constantFrom("=1+1", "+x", "-x", "@x", "'=1", "''+x", "'plain", 'a,"b"', "line\r\nbreak");
const name = fc.oneof(words, formulas);
const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
const heat = fc.record({
  before: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
  after: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
});
const move = fc.record({
  tenant: name,
  region: name,
  from: name,
  to: name,
  requestShare: share,
  byteShare: share,
  sourceP95: heat,
  destinationP95: heat,
  status: fc.constantFrom("pending" as const, "verified" as const, "skipped" as const),
  boundAt: fc.constant(null),
  verifiedAt: fc.constant(null),
  reason: fc.oneof(fc.constant(""), name),
});
const phase = fc.record({
  name,
  class: fc.constantFrom(...MOVE_CLASSES),
  batch: fc.integer({ min: 1, max: 9 }),
  observationHours: fc.integer({ min: 1, max: 96 }),
  notBefore: fc.option(fc.constant("2026-03-01T12:00:00.000Z")),
  moves: fc.array(move, { minLength: 1, maxLength: 4 }),
});

function importOf(phases: readonly PlanTablePhase[]) {
  return {
    origin: { id: 7, version: 3 },
    phases: phases.map(({ moves, ...rest }) => ({
      ...rest,
      moves: moves.map(({ registry, region, from, to, reason, status }) => ({
        ...{ registry, region, from, to },
        reason: status === "skipped" ? "" : reason,
        skipped: status === "skipped" ? reason || "skipped in the table" : null,
      })),
    })),
  };
}

const HEADER = "phase,phase_name,class,registry,region,from_stamp,to_stamp,observation_hours";
const refusal = (text: string) => {
  const parsed = parsePlanTable(text);
  return parsed.ok ? null : parsed.error.detail;
};

describe("the CSV of a plan", () => {
  it("has the contract's columns in their order", () => {
    expect(tabulatePlan({ id: "p", version: 1, phases: [] }).columns.join(",")).toBe(
      "plan_id,plan_version,phase,phase_name,class,batch,registry,tenant,region,from_stamp,to_stamp,request_share," +
        "byte_share,source_p95_before,source_p95_after,destination_p95_before,destination_p95_after," +
        "observation_hours,not_before,status,bound_at,verified_at,reason",
    );
  });

  it("read back gives the same moves, order, phases and times, whatever the names", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(phase, { minLength: 1, maxLength: 5 }), async (made) => {
        const phases = made.map((each, at) => ({
          ...each,
          moves: each.moves.map((one, place) => ({ ...one, registry: `r${at}-${place}` })),
        }));
        const parsed = parsePlanTable(await writeCsv(tabulatePlan({ id: "7", version: 3, phases })));
        expect(parsed).toMatchObject({ ok: true, value: importOf(phases) });
      }),
    );
  });

  it("writes an empty cell for what cannot be had, never 0", () => {
    const unknown = { before: null, after: null };
    const { rows } = tabulatePlan({
      id: "p",
      version: 1,
      phases: [
        {
          name: "Tail",
          class: "tail",
          batch: 1,
          observationHours: 24,
          notBefore: null,
          moves: [
            {
              ...{ registry: "r", tenant: "t", region: "w", from: "a", to: "b", reason: "" },
              ...{ requestShare: null, byteShare: 0, sourceP95: unknown, destinationP95: unknown },
              ...{ status: "pending", boundAt: null, verifiedAt: null },
            },
          ],
        },
      ],
    });
    const cell = (column: (typeof PLAN_COLUMNS)[number]) => rows[0]?.[PLAN_COLUMNS.indexOf(column)];
    expect([cell("request_share"), cell("byte_share"), cell("source_p95_after")]).toEqual([null, 0, null]);
  });

  it("takes the columns that a draft needs alone, in any order", () => {
    expect(parsePlanTable(`${HEADER}\n1,Tail,tail,r,w,a,b,24\n2,Top,top,s,w,a,b,48\n`)).toMatchObject({
      ok: true,
      value: { origin: null, phases: [{ name: "Tail", batch: 1, notBefore: null }, { name: "Top" }] },
    });
  });

  it.each([
    ["an unknown column", `${HEADER},colour\n`, /line 1 has unknown columns: colour/],
    ["a missing column", "phase\n1\n", /line 1 lacks columns: phase_name/],
    ["no moves", `${HEADER}\n`, /has no moves/],
    ["a class that is none", `${HEADER}\n1,Tail,tails,r,w,a,b,24\n`, /line 2 class/],
    ["hours that are none", `${HEADER}\n1,Tail,tail,r,w,a,b,soon\n`, /line 2 observation_hours/],
    ["a phase left out", `${HEADER}\n2,Tail,tail,r,w,a,b,24\n`, /line 2 phase 2 stands where phase 1 should/],
    [
      "rows of a phase that disagree",
      `${HEADER}\n1,Tail,tail,r,w,a,b,24\n1,Tail,tail,s,w,a,b,48\n`,
      /line 3 observation_hours differ from line 2/,
    ],
    [
      "a registry named twice",
      `${HEADER}\n1,Tail,tail,r,w,a,b,24\n1,Tail,tail,r,w,a,c,24\n`,
      /line 3 r is moved by line 2 already/,
    ],
    ["text that is no CSV", `${HEADER}\n"`, /is no CSV/],
  ])("refuses %s, and says where", (_, text, detail) => {
    expect(refusal(text)).toMatch(detail);
  });
});
