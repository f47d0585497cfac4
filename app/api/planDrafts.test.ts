import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import { byHand, createPlansApp, isolation, made, type PlansApp, phase, shapeOf } from "./plansForTests.ts";

let plans: PlansApp;
let anna: string;
let bert: string;

beforeAll(async () => {
  plans = await createPlansApp();
  const token = async (name: string) =>
    (await plans.call("/api/v1/tokens", { method: "POST", body: { name, role: "operator" } })).json.secret;
  anna = await token("anna");
  bert = await token("bert");
});
afterAll(async () => {
  await plans.app.close();
});

const draft = async () => await made(plans.post("", byHand(phase("tiny", "small"), phase("middle"))));
const read = async ({ id }: Pick<PlanAnswer, "id">, query = "") =>
  await made(plans.call(`/api/v1/plans/${id}${query}`), 200);
/** What the answer of a plan holds is what may be sent. */
const sent = ({ content }: PlanAnswer) => content.phases;
/** As far as tables of states let a draft come. */
const approveRows = async ({ id }: PlanAnswer) => {
  for (const state of ["submitted", "approved"])
    await plans.app.db.pool.query(`update plan_version set state = $2::"PlanState" where plan_id = $1`, [
      id,
      state,
    ]);
};
const actions = async ({ id }: PlanAnswer) =>
  (await plans.call(`/api/v1/audit?thing=plan&thingName=${id}`)).json.events.map(
    ({ action, actor }: { action: string; actor: string }) => `${actor} ${action}`,
  );

describe("a draft", () => {
  test("is saved as it is edited: each save is a revision, judged anew, and on record", async () => {
    const plan = await draft();
    const [first, second] = sent(plan);
    const split = [
      { ...first, moves: first?.moves.slice(0, 1) },
      { ...first, moves: first?.moves.slice(1) },
      second,
    ];
    const saved = await made(
      plans.patch(plan, { revision: 1, phases: split, name: "Split", startAt: "2026-03-04T18:00:00Z" }, anna),
      200,
    );
    expect(saved).toMatchObject({ revision: 2, name: "Split", savedBy: "anna", author: "operator-token" });
    expect(shapeOf(saved).map(([, , names]) => names)).toEqual([["tiny"], ["small"], ["middle"]]);
    expect(saved.content.phases.map(({ class: kind, batch }) => [kind, batch])).toEqual([
      ["medium", 1],
      ["medium", 2],
      ["top", 1],
    ]);
    expect(saved.assessment.phases).toHaveLength(3);
    expect(saved.assessment.phases[0]?.schedule?.startAt).toBe("2026-03-04T18:00:00.000Z");
    expect(await read(plan)).toEqual(saved);
    const { edits } = (await plans.call(`/api/v1/plans/${plan.id}/edits`)).json;
    expect(
      edits.map(({ revision, author }: { revision: number; author: string }) => [revision, author]),
    ).toEqual([
      [2, "anna"],
      [1, "operator-token"],
    ]);
    expect(edits[0].changes).toContain("small goes with phase 2 instead of 1");
    expect(edits[1].changes).toEqual([]);
    expect(await actions(plan)).toEqual(["anna plan.edited", "operator-token plan.created"]);
  });

  test("that two people edit is saved by the first; the second is told what changed, and by whom", async () => {
    const plan = await draft();
    const [first, second] = sent(plan);
    await made(plans.patch(plan, { revision: 1, phases: [second, first] }, anna), 200);
    const before = await plans.countRows();
    const late = await plans.patch(plan, { revision: 1, limitP95: 50 }, bert);
    expect(late.status).toBe(409);
    expect(late.json.detail).toContain("anna saved it at 2026-03-02T12:00:00.000Z");
    expect(late.json.errors).toEqual([
      {
        path: "revision 2",
        message: expect.stringMatching(/^anna, .*: phase “.*” is number 1 instead of 2$/),
      },
      {
        path: "revision 2",
        message: expect.stringMatching(/^anna, .*: phase “.*” is number 2 instead of 1$/),
      },
    ]);
    expect(await plans.countRows()).toEqual(before);
    const again = await made(plans.patch(plan, { revision: 2, limitP95: 50 }, bert), 200);
    expect(again).toMatchObject({ revision: 3, savedBy: "bert" });
    expect(shapeOf(again).map(([, , names]) => names)).toEqual([["middle"], ["tiny", "small"]]);
  });

  test("that two people save in the same instant has the change of one, whole, and no trace of the other's", async () => {
    const plan = await draft();
    const answers = await Promise.all([
      plans.patch(plan, { revision: 1, name: "anna's" }, anna),
      plans.patch(plan, { revision: 1, name: "bert's" }, bert),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const won = answers.find(({ status }) => status === 200)?.json;
    expect(await read(plan)).toEqual(won);
    expect(await actions(plan)).toEqual([`${won.savedBy} plan.edited`, "operator-token plan.created"]);
  });

  test("to which the same change is sent twice has it once", async () => {
    const plan = await draft();
    const change = { revision: 1, limitP95: 55 };
    const once = await made(plans.patch(plan, change, anna), 200);
    expect(await made(plans.patch(plan, change, anna), 200)).toEqual(once);
    expect(once.revision).toBe(2);
  });

  test("keeps what it is when a change of it cannot be", async () => {
    const plan = await draft();
    const stranger = [{ moves: [{ registry: "nobody", to: "wus-b" }] }];
    const refused = await plans.patch(plan, { revision: 1, phases: stranger });
    expect(refused.status).toBe(422);
    expect(refused.json.errors[0].path).toBe("phases[0].moves[0].registry");
    expect((await plans.patch(plan, { revision: 1, colour: "red" })).status).toBe(400);
    expect((await plans.patch(plan, { revision: 1 }, plans.app.tokens.viewer)).status).toBe(403);
    expect(await read(plan)).toEqual(plan);
  });

  test("that was ended can be read and begun anew, and not be changed", async () => {
    const plan = await draft();
    expect((await plans.post(`/${plan.id}/versions`, {})).status).toBe(409);
    const ended = await made(plans.post(`/${plan.id}/abort`, { reason: "the customer left" }), 200);
    expect(ended).toMatchObject({ state: "aborted", version: 1 });
    expect((await plans.post(`/${plan.id}/abort`, { reason: "again" })).status).toBe(409);
    const late = await plans.patch(plan, { revision: 1, name: "late" });
    expect(late.status).toBe(409);
    expect(late.json.detail).toContain("is aborted");
    const next = await made(plans.post(`/${plan.id}/versions`, {}, { token: anna }));
    expect(next).toMatchObject({ version: 2, state: "draft", revision: 1, versionAuthor: "anna" });
    expect(next.content.source).toEqual({ kind: "version", version: 1 });
    expect(sent(next)).toEqual(sent(plan));
    expect(next.versions.map(({ version, state }) => [version, state])).toEqual([
      [1, "aborted"],
      [2, "draft"],
    ]);
    expect(await actions(plan)).toEqual([
      "anna plan.version_created",
      "operator-token plan.aborted",
      "operator-token plan.created",
    ]);
  });
});

describe("a submitted version", () => {
  test("never changes, whoever tries", async () => {
    const plan = await draft();
    await approveRows(plan);
    const refused = await plans.patch(plan, { revision: 1, name: "other" });
    expect(refused.status).toBe(409);
    expect(refused.json.detail).toContain("is approved");
    expect(await read(plan)).toEqual({ ...plan, state: "approved", versions: expect.anything() });
    const write = plans.app.db.pool.query(
      `update plan_version set content = '{}' where plan_id = ${plan.id} and version = 1`,
    );
    await expect(write).rejects.toThrow("never changes");
    const erase = plans.app.db.pool.query("delete from plan_edit");
    await expect(erase).rejects.toThrow("never changes");
  });

  test("takes comments, and is the beginning of a new version that two people do not both get", async () => {
    const plan = await draft();
    await approveRows(plan);
    const noted = await made(plans.post(`/${plan.id}/comments`, { text: " Looks right. " }, { token: bert }));
    expect(noted.comments).toMatchObject([{ author: "bert", text: "Looks right.", version: 1 }]);
    const answers = await Promise.all([
      plans.post(`/${plan.id}/versions`, {}, { token: anna }),
      plans.post(`/${plan.id}/versions`, { from: 1 }, { token: bert }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await read(plan)).versions).toHaveLength(2);
    expect((await read(plan, "?version=1")).state).toBe("superseded");
  });
});

test("plans and versions that are not there are 404", async () => {
  const plan = await draft();
  for (const path of [`/${plan.id}?version=9`, "/999999", "/999999/edits", "/compare?left=999999&right=1"])
    expect((await plans.call(`/api/v1/plans${path}`)).status, path).toBe(404);
  expect((await plans.post("/999999/versions", {})).status).toBe(404);
  expect((await plans.post("/999999/comments", { text: "x" })).status).toBe(404);
  expect((await plans.patch({ id: 999_999 }, { revision: 1 })).status).toBe(404);
  expect((await plans.call("/api/v1/plans/none")).status).toBe(400);
});

describe("two plans side by side", () => {
  test("differ in words, in pools and in moves; a plan and itself do not", async () => {
    const one = await draft();
    const other = await made(plans.post("", { ...isolation, limitP95: 40, name: "Isolate acme" }));
    const { json } = await plans.call(`/api/v1/plans/compare?left=${one.id}@1&right=${other.id}`);
    expect(json.left.id).toBe(one.id);
    expect(json.right.assessment).toEqual(other.assessment);
    expect(json.differences).toEqual(
      expect.arrayContaining([
        "limit: as set → 40 %",
        "tiny moves to wus-new instead of wus-b",
        expect.stringMatching(/^big moves to wus-new, in phase \d$/),
        "wus-new is to be made: isolated, registry 5 × 8 vCPU nodes, dataproxy 5 × 8 vCPU nodes",
      ]),
    );
    const poolOf = (name: string) => json.pools.find(({ stamp }: { stamp: string }) => stamp === name);
    expect(poolOf("wus-b")).toMatchObject({ right: null, left: { before: expect.any(Number) } });
    expect(poolOf("wus-new")).toMatchObject({ left: null, right: { before: null } });
    expect(json.moves.find(({ registry }: { registry: string }) => registry === "tiny")).toMatchObject({
      left: { phase: 1, to: "wus-b" },
      right: { phase: 1, to: "wus-new" },
    });
    const same = await plans.call(`/api/v1/plans/compare?left=${one.id}&right=${one.id}@1`);
    expect(same.json.differences).toEqual([]);
  });
});
