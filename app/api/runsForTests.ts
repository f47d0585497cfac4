import { expect } from "vitest";
import { createApiToken } from "#lib/auth/index.ts";
import { withTransaction } from "#lib/db/client.ts";
import type { RunningPlanAnswer } from "#lib/execution/index.ts";
import { TEST_START_MS } from "#lib/http/appForTests.ts";
import type { CallAnswer } from "./callApiForTests.ts";
import { byHand, createPlansApp, made, type PlansApp, phase } from "./plansForTests.ts";

/** Ten in the morning in Los Angeles, six hours after the snapshot's end: a working hour. */
export const WORK_MS = TEST_START_MS + 6 * 3_600_000;
export const HOUR_MS = 3_600_000;

/** The plans API with a second approver, and plans on their way. */
export async function createRunsApp() {
  const plans = await createPlansApp();
  const { app } = plans;
  const author = { actor: "test", actorRole: "admin", atMs: TEST_START_MS, requestId: null };
  const second = await withTransaction(app.db.client, (tx) =>
    createApiToken(tx, author, { role: "approver", name: "second-approver" }),
  );
  if (!second.ok || second.value.secret === null) throw new Error("no token was made");
  return { ...plans, secondApprover: second.value.secret, ...deeds(plans) };
}
export type RunsApp = Awaited<ReturnType<typeof createRunsApp>>;

function deeds(plans: PlansApp) {
  const { app } = plans;
  const send = (id: number, path: string, { body = {}, token = app.tokens.operator, headers = {} } = {}) =>
    plans.post(`/${id}/${path}`, body, { token, headers });
  /** Does something that has to succeed. */
  const act = async (id: number, path: string, body: object = {}, token = app.tokens.operator) =>
    (await made(send(id, path, { body, token }), 200)) as RunningPlanAnswer;
  const read = async (id: number) => (await plans.call(`/api/v1/plans/${id}`)).json as RunningPlanAnswer;
  /** A plan of small moves to wus-b, a phase each, in the state that is asked for. */
  const plan = async (state: "submitted" | "approved" | "running", ...phases: string[][]) => {
    const { id } = await made(plans.post("", byHand(...phases.map((names) => phase(...names)))));
    await act(id, "submit");
    if (state === "submitted") return await read(id);
    await act(id, "approve", {}, app.tokens.approver);
    return state === "approved" ? await read(id) : await act(id, "start");
  };
  /** Starts a phase and binds all of its moves. */
  const cutOver = async (id: number, number: number) => {
    const started = await act(id, `phases/${number}/start`);
    let answer = started;
    for (const move of started.execution?.phases[number - 1]?.moves ?? [])
      if (move.state === "pending") answer = await act(id, `moves/${move.id}/bind`);
    return answer;
  };
  /** Ends what is on its way, and puts everything and the clock back to where it was when the fleet was made. */
  const calm = async () => {
    const { prisma } = app.db;
    const alive = ["submitted", "approved", "running", "paused", "rolling_back"] as const;
    for (const { planId } of await prisma.planVersion.findMany({ where: { state: { in: [...alive] } } }))
      await act(planId, "abort", reason);
    // Everything is at home where it was when the fleet was made, and was never moved.
    await prisma.$executeRaw`delete from binding where source like 'plan %' or bound_at >= ${new Date(WORK_MS)}`;
    await prisma.$executeRaw`update binding set unbound_at = null`;
    await prisma.$executeRaw`update replica set last_moved_at = null`;
    app.clock.nowMs = WORK_MS;
  };
  const homeOf = async (registry: string) =>
    (await plans.call(`/api/v1/registries/${registry}/bindings`)).json.bindings.at(-1);
  return { send, act, read, plan, cutOver, calm, homeOf };
}

export const reason = { reason: "for the test" };

/** State of the plan, of each phase, and of each move. */
export function statesOf({ state, execution }: RunningPlanAnswer) {
  const phases = execution?.phases ?? [];
  return [state, phases.map((one) => one.state), phases.map(({ moves }) => moves.map((one) => one.state))];
}

/** What an answer that is refused says. */
export async function detail(answer: Promise<CallAnswer>, status: number): Promise<string> {
  const { json, text, status: got } = await answer;
  expect(got, text.slice(0, 500)).toBe(status);
  return String(json.detail);
}
