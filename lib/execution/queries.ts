import { err, type Failure, ok, type Result } from "../core/index.ts";
import type { Transaction } from "../db/client.ts";
import type { GateReading as StoredReading } from "../db/generated/client.ts";
import type { PlanAnswer } from "../planning/planAnswer.ts";
import { getPlan } from "../planning/plans/queries.ts";
import { answerExecution } from "./answer/answerExecution.ts";
import type { RunKey } from "./commands.ts";
import { readRunContext } from "./context/queries.ts";
import type { GateReading, GateReadings, PlanExecution, RunningPlanAnswer } from "./executionAnswer.ts";
import { findRunVersion, loadRun } from "./load/queries.ts";

/** `GET /api/v1/plans/{id}`: a version with how it goes on. `not_found`. */
export async function getRunningPlan(
  db: Transaction,
  key: { readonly id: number; readonly version?: number | undefined },
  nowMs: number,
): Promise<Result<RunningPlanAnswer, Failure>> {
  const { id, version } = key;
  const plan = await getPlan(db, { id, ...(version === undefined ? {} : { version }) });
  return await withExecution(db, plan, nowMs);
}

/** What a command on a plan answers, with how the version goes on; a refusal stays one. */
export async function withExecution(
  db: Transaction,
  plan: Result<PlanAnswer, Failure>,
  nowMs: number,
): Promise<Result<RunningPlanAnswer, Failure>> {
  if (!plan.ok) return err(plan.error);
  const { id, version } = plan.value;
  return ok({ ...plan.value, execution: await getExecution(db, { id, version }, nowMs) });
}

/** How a version goes on; null = it was never submitted. */
export async function getExecution(
  db: Transaction,
  key: { readonly id: number; readonly version: number },
  nowMs: number,
): Promise<PlanExecution | null> {
  const loaded = await loadRun(db, key);
  if (loaded === null) return null;
  const context = await readRunContext(db, loaded, { actor: "", role: "viewer", nowMs });
  return answerExecution(loaded.run, context, await readLatestReadings(db, key));
}

/** Every reading of a version's gates, or of one phase's, the newest first. */
export async function listReadings(
  db: Transaction,
  { id, version, phase }: RunKey & { readonly phase?: number | undefined },
): Promise<Result<GateReadings, Failure>> {
  const found = await findRunVersion(db, { id, version });
  if (found === null) return err({ code: "not_found", detail: `There is no such version of plan ${id}.` });
  const rows = await db.gateReading.findMany({
    where: { planId: id, version: found.version, ...(phase === undefined ? {} : { phase }) },
    orderBy: { id: "desc" },
    take: MOST_READINGS,
  });
  return ok({ version: found.version, readings: rows.map(toReading) });
}

/** A phase of a week, hour by hour, many times over. */
const MOST_READINGS = 2_000;

async function readLatestReadings(
  db: Transaction,
  { id, version }: { readonly id: number; readonly version: number },
): Promise<ReadonlyMap<number, GateReading>> {
  const rows = await db.gateReading.findMany({
    where: { planId: id, version },
    orderBy: [{ phase: "asc" }, { id: "desc" }],
    distinct: ["phase"],
  });
  return new Map(rows.map((row) => [row.phase, toReading(row)]));
}

export function toReading(row: StoredReading): GateReading {
  return {
    id: row.id,
    phase: row.phase,
    at: row.at.toISOString(),
    // Written from a GateVerdict alone.
    verdict: row.verdict as GateReading["verdict"],
    isFinal: row.isFinal,
    sentence: row.sentence,
    readings: row.readings,
  };
}
