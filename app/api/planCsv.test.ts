import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import { MOVE_CLASSES } from "#lib/planning/types.ts";
import { byHand, createPlansApp, isolation, LEVELS, made, type PlansApp, phase } from "./plansForTests.ts";

let plans: PlansApp;
beforeAll(async () => {
  plans = await createPlansApp();
});
afterAll(async () => {
  await plans.app.close();
});

const exported = async ({ id }: PlanAnswer) => {
  const { text, status, headers } = await plans.call(`/api/v1/plans/${id}.csv`);
  expect(status, text).toBe(200);
  expect(headers.get("content-type")).toContain("text/csv");
  return text;
};
const imported = (text: string) => plans.post("", text, { headers: { "content-type": "text/csv" } });
/** What a table carries: moves, order, phases and times; the reason of a skipped move gives way to why it is skipped. */
const carried = ({ content }: PlanAnswer) => ({
  region: content.region,
  newStamps: content.newStamps,
  phases: content.phases.map((one) => ({
    ...one,
    moves: one.moves.map((move) => (move.skipped === null ? move : { ...move, reason: "" })),
  })),
});

const words = fc.oneof(
  fc.constantFrom("=1+1", "＝1", "+x", "-x", "@x", "'=1", "'", 'a,"b"', "line\r\nbreak", "ÅΩ🧊", "1e5"),
  fc.string({ minLength: 1, maxLength: 10, unit: "grapheme" }).filter((text) => text.trim() !== ""),
);
const randomPhases = fc
  .record({
    order: fc.shuffledSubarray(Object.keys(LEVELS), { minLength: 1 }),
    cuts: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    decided: fc.array(
      fc.record({
        name: fc.option(words),
        class: fc.constantFrom(...MOVE_CLASSES),
        hours: fc.integer({ min: 49, max: 90 }),
        notBefore: fc.option(fc.constantFrom("2026-03-05T09:30:00Z", "2026-12-31T00:00:00+02:00")),
      }),
      { minLength: 6, maxLength: 6 },
    ),
    told: fc.array(fc.record({ reason: words, skipped: fc.option(words) }), { minLength: 6, maxLength: 6 }),
  })
  .map(({ order, cuts, decided, told }) => {
    const groups: string[][] = [];
    for (const [place, name] of order.entries()) {
      const last = groups.at(-1);
      if (last === undefined || cuts[place]) groups.push([name]);
      else last.push(name);
    }
    return groups.map((names, place) => ({
      class: decided[place]?.class,
      observationHours: decided[place]?.hours,
      notBefore: decided[place]?.notBefore ?? null,
      ...(decided[place]?.name ? { name: decided[place].name } : {}),
      moves: names.map((registry, at) => ({ registry, to: at % 2 === 0 ? "wus-b" : "wus-c", ...told[at] })),
    }));
  });

describe("a plan's table", () => {
  test("has a row a move in running order, under exactly the contract's columns", async () => {
    const plan = await made(plans.post("", isolation));
    const [header = "", ...rows] = (await exported(plan)).trimEnd().split("\r\n");
    expect(header).toBe(
      "plan_id,plan_version,phase,phase_name,class,batch,registry,tenant,region,from_stamp,to_stamp,request_share," +
        "byte_share,source_p95_before,source_p95_after,destination_p95_before,destination_p95_after," +
        "observation_hours,not_before,status,bound_at,verified_at,reason",
    );
    const columns = header.split(",");
    const cell = (row: number, name: string) => rows[row]?.split(",")[columns.indexOf(name)];
    expect(rows).toHaveLength(6);
    expect(rows.map((_, row) => cell(row, "registry"))).toEqual(
      plan.content.phases.flatMap(({ moves }) => moves.map(({ registry }) => registry.replace(/^=/, "'="))),
    );
    const big = plan.assessment.phases.at(-1)?.moves[0];
    expect(Number(cell(5, "request_share"))).toBeCloseTo(big?.requestShare ?? 0, 5);
    expect(Number(cell(5, "source_p95_after"))).toBeCloseTo(big?.source?.after ?? 0, 1);
    expect(cell(5, "destination_p95_before")).toBe("");
    expect([cell(5, "observation_hours"), cell(5, "status"), cell(5, "batch")]).toEqual([
      "48",
      "pending",
      "2",
    ]);
  });

  test("read in again is a new draft with the same moves, order, phases and times, whatever its words", async () => {
    await fc.assert(
      fc.asyncProperty(randomPhases, async (phases) => {
        const plan = await made(plans.post("", byHand(...phases)));
        const again = await made(imported(await exported(plan)));
        expect(again.id).not.toBe(plan.id);
        expect(again).toMatchObject({ state: "draft", version: 1, content: { source: { kind: "csv" } } });
        expect(carried(again)).toEqual(carried(plan));
        // And once more: nothing wears off.
        expect(carried(await made(imported(await exported(again))))).toEqual(carried(plan));
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  test("brings along the stamps that its plan would make, and who answers for a shorter wait", async () => {
    const short = { observationHours: 12, shortened: { approver: "anna", reason: "a holiday follows" } };
    const first = await made(plans.post("", isolation));
    const phases = first.content.phases.map((one, place) => (place === 3 ? { ...one, ...short } : one));
    const plan = await made(plans.patch(first, { revision: 1, phases }), 200);
    const again = await made(imported(await exported(plan)));
    expect(carried(again)).toEqual(carried(plan));
    expect(again.content.phases[3]?.shortened).toMatchObject({ approver: "anna", fromHours: 48 });
  });

  test("that names a stamp which neither exists nor is planned is refused, and so is one of two regions", async () => {
    const text = await exported(await made(plans.post("", byHand(phase("tiny")))));
    const before = await plans.countRows();
    const nowhere = await imported(text.replace("wus-b", "wus-nowhere"));
    expect(nowhere.status).toBe(422);
    expect(nowhere.json.detail).toContain("There is no stamp wus-nowhere");
    expect(nowhere.json.errors).toMatchObject([{ path: "line 2 to_stamp" }]);
    const german = text.replaceAll(",", ";").replace(";48;", ";48,5;");
    expect((await imported(`\uFEFF${german.replace("wus-b", "wus-nowhere")}`)).json.errors).toMatchObject([
      { path: "line 2 to_stamp" },
    ]);
    const moved = await imported(text.replace("wus-a", "wus-c"));
    expect(moved.json.detail).toContain("tiny is not on wus-c, it is on wus-a");
    const two = text.trimEnd().split("\r\n");
    const eastern = [...two, two[1]?.replace(",tiny,", ",small,").replace("westus", "eastus")].join("\r\n");
    expect((await imported(eastern)).json.detail).toContain("a plan is of one region");
    expect((await imported("no,table\n1,2")).status).toBe(400);
    expect((await imported(text.replace(",48,", ",6,"))).status).toBe(422);
    expect(await plans.countRows()).toEqual(before);
    const planned = {
      name: "wus-nowhere",
      planned: true,
      pools: ["registry", "dataproxy"].map((name) => ({ name })),
    };
    await plans.put("inventory", { regions: [{ name: "westus", stamps: [planned] }] });
    expect((await imported(text.replace("wus-b", "wus-nowhere"))).status).toBe(201);
  });

  test("comes with a name, a snapshot and a limit where it is sent as JSON", async () => {
    const text = await exported(await made(plans.post("", byHand(phase("tiny")))));
    const plan = await made(plans.post("", { csv: text, name: "From my table", limitP95: 45 }));
    expect(plan).toMatchObject({ name: "From my table", content: { limitP95: 45 } });
  });
});
