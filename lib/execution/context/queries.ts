import { MINUTE_MS } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { readConstraints } from "../../fleet/inventory/readConstraints.ts";
import { loadSettingOverrides } from "../../fleet/settings/queries.ts";
import { type PlanningSettings, resolvePlanningSettings } from "../../fleet/settings.ts";
import { planRulesOf } from "../../planning/planRules.ts";
import { nextWorkStart } from "../../planning/workHours.ts";
import type { LoadedRun } from "../load/queries.ts";
import { requestKeyOf } from "../run/askControl.ts";
import type { PresentHome, RunContext } from "../run/runContext.ts";
import { stampsOf } from "../run/startPlan.ts";
import type { MoveRequest, RunPlan } from "../types.ts";

/** What is so around a plan now. Read under the plan's lock where something is to be changed. */
export async function readRunContext(
  db: Transaction,
  { run, contentDigest }: LoadedRun,
  { actor, role, nowMs }: Pick<RunContext, "actor" | "role" | "nowMs">,
): Promise<RunContext> {
  const replicas = run.phases.flatMap(({ moves }) => moves.map(({ replicaId }) => replicaId));
  const frozen = await db.freeze.findFirst({ where: { liftedAt: null } });
  const placed = await readReplicas(db, replicas);
  const settings = resolvePlanningSettings(await loadSettingOverrides(db), run.region);
  return {
    nowMs,
    actor,
    role,
    frozen: frozen && { by: frozen.pressedBy, reason: frozen.reason },
    contentDigest,
    holders: await readHolders(db, run),
    criticalStarts: await readCriticalStarts(db, nowMs),
    criticalStartsPerHour: settings.criticalStartsPerHour,
    homes: new Map(placed.flatMap(({ id, home }) => (home === null ? [] : [[id, home] as const]))),
    closedStamps: await readClosedStamps(db, run),
    heldReplicas: new Map(
      placed.flatMap(({ id, constraints }) => {
        const why = whyHeld(constraints, nowMs);
        return why === null ? [] : [[id, why] as const];
      }),
    ),
    requests: await readRequests(db, run),
    nextWorkMs: await readNextWork(db, run, { settings, nowMs }),
  };
}

/** Of the outbox of lib/outgoing, what a control plane was asked for; of a move that went there and back, the way back. */
async function readRequests(db: Transaction, run: RunPlan): Promise<RunContext["requests"]> {
  const keys = new Map(
    run.phases.flatMap(({ moves }) =>
      moves.flatMap(({ id }) =>
        [false, true].map((isBack) => [requestKeyOf(run, id, isBack), { id, isBack }] as const),
      ),
    ),
  );
  if (run.startedAtMs === null) return new Map();
  const rows = await db.outgoingDelivery.findMany({
    where: { channelId: null, dedupeKey: { in: [...keys.keys()] } },
    orderBy: { id: "asc" },
  });
  return new Map(
    rows.flatMap(({ dedupeKey, status, createdAt, attempts, lastError }) => {
      const key = keys.get(dedupeKey);
      if (key === undefined) return [];
      // Written by lib/outgoing alone, which knows no other.
      const state = status as MoveRequest["state"];
      const { isBack } = key;
      const request = { state, isBack, askedAtMs: createdAt.getTime(), attempts, error: lastError };
      return [[key.id, request] as const];
    }),
  );
}

interface PlacedReplica {
  readonly id: number;
  readonly constraints: ReturnType<typeof readConstraints>;
  readonly home: PresentHome | null;
}

async function readReplicas(db: Transaction, ids: readonly number[]): Promise<readonly PlacedReplica[]> {
  const rows = await db.$queryRaw<
    { id: number; constraints: unknown; stamp: string | null; bound_at: Date | null }[]
  >`
    select replica.id, replica.constraints, stamp.name as stamp, binding.bound_at
    from replica
      left join binding on binding.replica_id = replica.id and binding.unbound_at is null
      left join stamp on stamp.id = binding.stamp_id
    where replica.id = any(${[...ids]})`;
  return rows.map(({ id, constraints, stamp, bound_at }) => ({
    id,
    constraints: readConstraints(constraints),
    home: stamp === null || bound_at === null ? null : { stamp, boundAtMs: bound_at.getTime() },
  }));
}

function whyHeld(
  { pinned, excluded, freezes }: ReturnType<typeof readConstraints>,
  nowMs: number,
): string | null {
  if (pinned) return "it is pinned to where it is";
  if (excluded) return "it is excluded from moves";
  const freeze = freezes.find(({ from, to }) => Date.parse(from) <= nowMs && nowMs < Date.parse(to));
  return freeze === undefined ? null : `it is frozen until ${freeze.to} (${freeze.why})`;
}

async function readHolders(db: Transaction, run: RunPlan): Promise<RunContext["holders"]> {
  const rows = await db.$queryRaw<{ stamp: string; plan: number; name: string }[]>`
    select coalesce(stamp.name, held.name) as stamp, plan.id as plan, plan.name
    from running_stamp held join plan on plan.id = held.plan_id
      left join stamp on stamp.id = held.stamp_id
    where held.plan_id <> ${run.id}`;
  return new Map(rows.map(({ stamp, plan, name }) => [stamp, { plan, name }]));
}

async function readCriticalStarts(db: Transaction, nowMs: number): Promise<readonly number[]> {
  // Of the whole fleet, also where whoever asks is limited to regions.
  const rows = await db.$queryRaw<{ at: Date }[]>`
    select at from critical_starts(${new Date(nowMs - 60 * MINUTE_MS)}) as started(at)`;
  return rows.map(({ at }) => at.getTime());
}

async function readClosedStamps(db: Transaction, run: RunPlan): Promise<ReadonlyMap<string, string>> {
  const stamps = await db.stamp.findMany({
    where: { name: { in: [...stampsOf(run)] } },
    select: { name: true, cordoned: true, inDeployment: true, planned: true, retiredAt: true },
  });
  return new Map(
    stamps.flatMap((stamp) => {
      const why = whyClosed(stamp);
      return why === null ? [] : [[stamp.name, why] as const];
    }),
  );
}

function whyClosed(stamp: {
  readonly cordoned: boolean;
  readonly inDeployment: boolean;
  readonly planned: boolean;
  readonly retiredAt: Date | null;
}): string | null {
  if (stamp.retiredAt !== null) return "it is retired";
  if (stamp.cordoned) return "it is cordoned";
  if (stamp.inDeployment) return "an update is rolling over it";
  return stamp.planned ? "it does not exist yet" : null;
}

async function readNextWork(
  db: Transaction,
  run: RunPlan,
  { settings, nowMs }: { readonly settings: PlanningSettings; readonly nowMs: number },
): Promise<number | null> {
  const region = await db.region.findUnique({ where: { name: run.region }, select: { timeZone: true } });
  const { workHours } = planRulesOf(settings, region?.timeZone ?? "UTC").schedule;
  return nextWorkStart(nowMs, 0, workHours);
}
