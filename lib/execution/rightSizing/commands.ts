import { type Author, appendAudit } from "../../audit/index.ts";
import type { ContributionSource } from "../../contribution/judged/queries.ts";
import { err, type Failure, MINUTE_MS, MINUTES_PER_HOUR, ok, type Result, toIso } from "../../core/index.ts";
import { type Transaction, withTransaction } from "../../db/client.ts";
import { lockInventory } from "../../fleet/freeze/commands.ts";
import { resolvePlanningSettings } from "../../fleet/settings.ts";
import { measureFleet } from "../../hotness/queries.ts";
import { isoOf, type PlanKey } from "../result/queries.ts";
import { appliedOf, peakSince, readRightSizing } from "./queries.ts";
import type { SizedPoolAnswer, SizeRecorded } from "./rightSizingAnswer.ts";

const HOUR_MS = MINUTES_PER_HOUR * MINUTE_MS;
const SYSTEM = { actor: "system", actorRole: "system", requestId: null } as const;
/** As gates ask. */
const LEAST_COVERAGE = 0.9;

/** A recommendation that is to be recorded, and how long it is then watched. */
export interface SizeToApply {
  readonly plan: { readonly id: number; readonly version: number };
  readonly pool: SizedPoolAnswer;
  readonly verifyHours: number;
}

/** Looks a pool of a plan up before it is recorded. `not_found`; `conflict` where nothing may be changed yet. */
export async function findSize(
  source: ContributionSource,
  { key, stamp, pool }: { readonly key: PlanKey; readonly stamp: string; readonly pool: string },
  nowMs: number,
): Promise<Result<SizeToApply, Failure>> {
  const sizing = await readRightSizing(source, key, nowMs);
  if (!sizing.ok) return sizing;
  const { plan, pools } = sizing.value;
  const found = pools.find((one) => one.stamp === stamp && one.pool === pool);
  if (found === undefined)
    return err({
      code: "not_found",
      detail: `Plan ${plan.id} has moved nothing to or from a pool ${pool} of ${stamp} that was measured since.`,
    });
  if (found.verdict === "not_yet") return err({ code: "conflict", detail: found.why });
  const { overrides } = await source.shape.current();
  const { verifyHours } = resolvePlanningSettings(overrides, plan.region).rightSizing;
  return ok({ plan, pool: found, verifyHours });
}

/**
 * Records that a pool's minimum was changed: the inventory says so from now on, and what becomes of it is measured when its
 * time has run. `conflict` where the inventory has changed since it was looked up.
 */
export async function recordSize(
  tx: Transaction,
  author: Author,
  {
    size: { plan, pool, verifyHours },
    reference,
    instances,
  }: { readonly size: SizeToApply; readonly reference: string; readonly instances: number | undefined },
): Promise<Result<SizeRecorded, Failure>> {
  const to = instances ?? pool.recommended;
  if (to === null)
    return err({ code: "conflict", detail: "Nothing is recommended: say how many instances." });
  await lockInventory(tx);
  const stored = await tx.pool.findFirst({
    where: { name: pool.pool, stamp: { name: pool.stamp }, retiredAt: null },
    select: { id: true, minInstances: true, maxInstances: true },
  });
  if (stored === null || stored.minInstances !== pool.instances.minimum)
    return err({
      code: "conflict",
      detail: `The minimum of ${pool.stamp} ${pool.pool} has changed meanwhile: read the recommendation again.`,
    });
  if (stored.maxInstances !== null && to > stored.maxInstances)
    return err({
      code: "conflict",
      detail: `${to} instances are more than the maximum of ${stored.maxInstances} that the inventory declares: change that first.`,
    });
  await tx.pool.update({ where: { id: stored.id }, data: { minInstances: to } });
  const row = await tx.rightSizing.create({
    data: {
      planId: plan.id,
      version: plan.version,
      poolId: stored.id,
      fromInstances: stored.minInstances,
      toInstances: to,
      target: pool.target,
      projectedP95: to === pool.recommended ? (pool.projected?.withDomainOut ?? null) : null,
      reference,
      appliedAt: new Date(author.atMs),
      appliedBy: author.actor,
      verifyAt: new Date(author.atMs + verifyHours * HOUR_MS),
    },
  });
  await appendAudit(tx, author, [
    {
      action: "right_sizing.applied",
      thing: "pool",
      thingName: `${pool.stamp}/${pool.pool}`,
      before: { minInstances: stored.minInstances },
      after: { minInstances: to, target: pool.target, verifyAt: row.verifyAt.toISOString() },
      reason: reference,
      context: { plan: plan.id, version: plan.version, stamps: [pool.stamp] },
    },
  ]);
  return ok({ stamp: pool.stamp, pool: pool.pool, ...appliedOf(row) });
}

/**
 * Measures what became of changes whose time has run: verified where the peak since then is at the target, missed where it is over
 * it. What has too little data waits. Any number of replicas may do it at once: a row is decided once.
 * @returns what was decided, as `wus-a/dataproxy verified`
 */
export async function verifySizes(source: ContributionSource, nowMs: number): Promise<readonly string[]> {
  const due = await source.database.prisma.rightSizing.findMany({
    where: { state: "applied", verifyAt: { lte: new Date(nowMs) } },
    orderBy: { id: "asc" },
  });
  const decided: string[] = [];
  for (const row of due) {
    const shape = await source.shape.current();
    const pool = shape.pools.find(({ id }) => id === row.poolId);
    if (pool === undefined) continue;
    const window = await peakSince(source, {
      region: pool.region,
      sinceMs: row.appliedAt.getTime(),
      toMs: row.verifyAt.getTime(),
    });
    if (window === null) continue;
    const { pools } = await measureFleet(source, {
      request: { kind: "dates", ...window },
      filter: { region: pool.region, stamp: pool.stamp },
      nowMs,
    });
    const measures = pools.find((one) => one.pool.id === pool.id)?.measures;
    const p95 = measures?.hotNodeP95 ?? null;
    if (measures === undefined || p95 === null || measures.coverage.lesser < LEAST_COVERAGE) continue;
    const state = p95 <= row.target ? "verified" : "missed";
    const place = `${pool.stamp}/${pool.name}`;
    const isMine = await withTransaction(source.database, async (tx) => {
      const { count } = await tx.rightSizing.updateMany({
        where: { id: row.id, state: "applied" },
        data: { state, measuredP95: p95, decidedAt: new Date(nowMs) },
      });
      if (count === 0) return false;
      await appendAudit(tx, { ...SYSTEM, atMs: nowMs }, [
        {
          action: `right_sizing.${state}`,
          thing: "pool",
          thingName: place,
          before: { state: "applied" },
          after: { state, measuredP95: p95, target: row.target, at: toIso(nowMs) },
          context: { plan: row.planId, version: row.version, stamps: [pool.stamp], window: isoOf(window) },
        },
      ]);
      return true;
    });
    if (isMine) decided.push(`${place} ${state}`);
  }
  return decided;
}
