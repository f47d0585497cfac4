import type { AuditRecord } from "../../audit/auditRecord.ts";
import { listAudit, sealEvidence } from "../../audit/index.ts";
import type { ContributionSource } from "../../contribution/judged/queries.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { getPlan } from "../../planning/plans/queries.ts";
import { digestContent } from "../digestContent.ts";
import type { GateReading, PlanExecution } from "../executionAnswer.ts";
import { getExecution, toReading } from "../queries.ts";
import { findRun, type PlanKey, readPlanResult } from "../result/queries.ts";
import { readRightSizing } from "../rightSizing/queries.ts";
import { EVIDENCE_FORMAT, type Evidence } from "./evidenceAnswer.ts";

const PAGE = 1_000;

/**
 * Everything that shows what a plan was, who approved it, what it did and how that was judged, under one digest. The same
 * plan in the same state gives the same pack. `not_found`, `conflict`.
 */
export async function readEvidence(
  source: ContributionSource,
  key: PlanKey,
  nowMs: number,
): Promise<Result<Evidence, Failure>> {
  const { prisma } = source.database;
  const found = await findRun(source, key);
  if (!found.ok) return found;
  const { id, version } = found.value.run;
  const plan = await getPlan(prisma, { id, version });
  if (!plan.ok) return plan;
  const execution = await getExecution(prisma, { id, version }, nowMs);
  if (execution === null) return err({ code: "conflict", detail: "This version was never submitted." });
  const result = await readPlanResult(source, { id, version }, nowMs);
  if (!result.ok) return result;
  const sizing = await readRightSizing(source, { id, version }, nowMs);
  const { name, region, author, createdAt, comments, state, versionAuthor, savedAt, savedBy } = plan.value;
  const pack = {
    format: EVIDENCE_FORMAT,
    plan: { id, name, region, author, createdAt, comments, version, state, versionAuthor, savedAt, savedBy },
    content: plan.value.content,
    contentDigest: digestContent(plan.value.content),
    simulation: plan.value.assessment,
    execution: whatRan(execution),
    gateReadings: await listReadings(prisma, { id, version }),
    result: result.value,
    rightSizing: sizing.ok ? { plan: sizing.value.plan, pools: sizing.value.pools } : null,
    audit: await listPlanAudit(prisma, id),
  } as const;
  return ok(sealEvidence(pack));
}

function whatRan({ waitsFor: _, frozen: __, actions: ___, phases, ...rest }: PlanExecution) {
  return {
    ...rest,
    phases: phases.map(({ actions: _actions, moves, ...phase }) => ({
      ...phase,
      moves: moves.map(({ actions: _own, instruction: _words, ...move }) => move),
    })),
  };
}

/** Every reading of a version's gates, the oldest first. */
export async function listReadings(
  db: Transaction,
  { id, version }: { readonly id: number; readonly version: number },
): Promise<readonly GateReading[]> {
  const rows = await db.gateReading.findMany({ where: { planId: id, version }, orderBy: { id: "asc" } });
  return rows.map(toReading);
}

async function listPlanAudit(db: Transaction, plan: number): Promise<readonly AuditRecord[]> {
  const events: AuditRecord[] = [];
  let cursor: bigint | undefined;
  do {
    const page = await listAudit(db, { plan, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    // That it was handed out would make each pack another than the one before.
    events.push(...page.events.filter(({ thing }) => thing !== "evidence"));
    cursor = page.nextCursor === null ? undefined : BigInt(page.nextCursor);
  } while (cursor !== undefined);
  return events.reverse();
}
