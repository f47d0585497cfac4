import { readOtherHands } from "../../auth/index.ts";
import type { Transaction } from "../../db/client.ts";
import { Prisma } from "../../db/generated/client.ts";
import { loadSettingOverrides } from "../../fleet/settings/queries.ts";
import { resolvePlanningSettings } from "../../fleet/settings.ts";
import type { PlanState } from "../../planning/planAnswer.ts";
import { type PlanContent, planContentSchema } from "../../planning/planContent.ts";
import type { Tier } from "../../planning/types.ts";
import { digestContent } from "../digestContent.ts";
import { expiryMs } from "../submit/beginRun.ts";
import type {
  DeviationKind,
  DrainReading,
  PoolPrediction,
  Reassessment,
  RunApproval,
  RunMove,
  RunPause,
  RunPhase,
  RunPlan,
  RunRole,
} from "../types.ts";

/** A plan on its way, with what its version says: the content that is to run. */
export interface LoadedRun {
  readonly run: RunPlan;
  readonly content: PlanContent;
  /** Of the content as it is stored now. */
  readonly contentDigest: string;
}

const ALIVE: readonly PlanState[] = ["running", "paused", "rolling_back", "approved", "submitted"];

/** Which version of a plan a command is about: the one asked for, else the one that is on its way, else the newest. */
export async function findRunVersion(
  db: Transaction,
  { id, version }: { readonly id: number; readonly version?: number | undefined },
): Promise<{ readonly version: number; readonly state: PlanState } | null> {
  const rows = await db.planVersion.findMany({
    where: { planId: id, ...(version === undefined ? {} : { version }) },
    select: { version: true, state: true },
    orderBy: { version: "desc" },
  });
  return rows.find(({ state }) => ALIVE.includes(state)) ?? rows[0] ?? null;
}

/** A version that was submitted, as it is now; null = there is none, or it never was. */
export async function loadRun(
  db: Transaction,
  { id, version }: { readonly id: number; readonly version: number },
): Promise<LoadedRun | null> {
  const where = { planId: id, version };
  // One after the other: in a transaction they share one connection.
  const row = await db.planRun.findUnique({ where: { planId_version: where } });
  const stored = await db.planVersion.findUnique({
    where: { planId_version: where },
    include: { plan: { include: { region: { select: { name: true } } } } },
  });
  if (row === null || stored === null) return null;
  const { name, region } = stored.plan;
  const content = planContentSchema.parse(stored.content);
  const settings = resolvePlanningSettings(await loadSettingOverrides(db), region.name);
  const run: RunPlan = {
    id,
    name,
    region: region.name,
    version,
    state: stored.state,
    authors: row.authors,
    sameHands: await readOtherHands(db, row.authors),
    // Written from a Tier, by submit alone.
    tier: row.tier as Tier,
    digest: row.digest,
    expiresAtMs: expiryMs(stored.snapshotAt, settings.planExpiryHours),
    startAtMs: content.startAt === null ? null : Date.parse(content.startAt),
    submittedAtMs: row.submittedAt.getTime(),
    submittedBy: row.submittedBy,
    startedAtMs: row.startedAt?.getTime() ?? null,
    finishedAtMs: row.finishedAt?.getTime() ?? null,
    pause: row.pause as unknown as RunPause | null,
    rollbackFrom: row.rollbackFrom,
    rollbackReason: row.rollbackReason,
    phases: await loadPhases(db, where),
    ...(await loadRecords(db, where)),
  };
  return { run, content, contentDigest: digestContent(content) };
}

type VersionOf = { readonly planId: number; readonly version: number };

async function loadPhases(db: Transaction, where: VersionOf): Promise<readonly RunPhase[]> {
  const phases = await db.planPhase.findMany({ where, orderBy: { phase: "asc" } });
  const moves = await loadMoves(db, where);
  const movesOf = Map.groupBy(moves, ({ phase }) => phase);
  return phases.map((row) => ({
    phase: row.phase,
    name: row.name,
    // The JSON and the words of these columns were written from the types that they are read as.
    class: row.class as RunPhase["class"],
    state: row.state,
    tier: row.tier as Tier,
    notBeforeMs: row.notBefore?.getTime() ?? null,
    observationHours: row.observationHours,
    startedAtMs: row.startedAt?.getTime() ?? null,
    cutOverAtMs: row.cutOverAt?.getTime() ?? null,
    observingSinceMs: row.observingSince?.getTime() ?? null,
    observeUntilMs: row.observeUntil?.getTime() ?? null,
    decidedAtMs: row.decidedAt?.getTime() ?? null,
    decidedBy: row.decidedBy,
    reason: row.reason,
    prediction: row.prediction as unknown as PoolPrediction[],
    reassessment: row.reassessment as unknown as Reassessment | null,
    moves: movesOf.get(row.phase) ?? [],
  }));
}

interface MoveRow {
  id: number;
  phase: number;
  place: number;
  registry: string;
  tenant: string;
  replica_id: number;
  from_stamp: string;
  to_stamp: string;
  state: RunMove["state"];
  bound_at: Date | null;
  drained_at: Date | null;
  verified_at: Date | null;
  reverted_at: Date | null;
  skipped_reason: string | null;
  drain: unknown;
  confirmation: string | null;
}

/** Stamps by their present names: one may be renamed while a plan runs. */
async function loadMoves(db: Transaction, { planId, version }: VersionOf): Promise<readonly RunMove[]> {
  const rows = await db.$queryRaw<MoveRow[]>`
    select move.id, move.phase, move.place, move.registry, move.tenant, move.replica_id,
      source.name as from_stamp, coalesce(target.name, move.to_stamp) as to_stamp, move.state::text as state,
      move.bound_at, move.drained_at, move.verified_at, move.reverted_at, move.skipped_reason, move.drain,
      move.confirmation
    from plan_move move
      join stamp source on source.id = move.from_stamp_id
      left join stamp target on target.id = move.to_stamp_id
    where move.plan_id = ${planId} and move.version = ${version}
    order by move.phase, move.place`;
  return rows.map((row) => ({
    id: row.id,
    phase: row.phase,
    place: row.place,
    registry: row.registry,
    tenant: row.tenant,
    replicaId: row.replica_id,
    from: row.from_stamp,
    to: row.to_stamp,
    state: row.state,
    boundAtMs: row.bound_at?.getTime() ?? null,
    drainedAtMs: row.drained_at?.getTime() ?? null,
    verifiedAtMs: row.verified_at?.getTime() ?? null,
    revertedAtMs: row.reverted_at?.getTime() ?? null,
    skippedReason: row.skipped_reason,
    drain: row.drain as DrainReading | null,
    confirmation: row.confirmation,
  }));
}

async function loadRecords(
  db: Transaction,
  where: VersionOf,
): Promise<Pick<RunPlan, "approvals" | "approverHands" | "deviations" | "newStamps">> {
  const approvals = await db.planApproval.findMany({ where, orderBy: { id: "asc" } });
  const deviations = await db.planDeviation.findMany({ where, orderBy: { id: "asc" } });
  const stamps = await db.planStamp.findMany({ where, orderBy: { id: "asc" } });
  return {
    approverHands: await readOtherHands(db, [...new Set(approvals.map(({ actor }) => actor))]),
    approvals: approvals.map((row) => ({
      phase: row.phase,
      actor: row.actor,
      role: row.role as RunRole,
      decision: row.decision as RunApproval["decision"],
      reason: row.reason,
      atMs: row.at.getTime(),
      digest: row.digest,
      isVoid: row.isVoid,
    })),
    deviations: deviations.map((row) => ({
      kind: row.kind as DeviationKind,
      phase: row.phase,
      registry: row.registry,
      actor: row.actor,
      approver: row.approver,
      reason: row.reason,
      atMs: row.at.getTime(),
    })),
    newStamps: stamps.map((row) => ({
      name: row.name,
      reference: row.reference,
      createdAtMs: row.createdAt?.getTime() ?? null,
      createdBy: row.createdBy,
      healthyAtMs: row.healthyAt?.getTime() ?? null,
      note: row.note,
    })),
  };
}

/** Versions in these states, oldest plan first: what a job goes through. */
export async function listRuns(
  db: Transaction,
  states: readonly PlanState[],
): Promise<readonly { readonly id: number; readonly version: number }[]> {
  if (states.length === 0) return [];
  return await db.$queryRaw<{ id: number; version: number }[]>`
    select plan_id as id, version from plan_version where state::text in (${Prisma.join([...states])}) order by plan_id, version`;
}
