import type { Transaction } from "../../db/client.ts";
import { Prisma } from "../../db/generated/client.ts";
import { loadSettingOverrides } from "../../fleet/settings/queries.ts";
import type { SettingOverrides } from "../../fleet/settings.ts";
import {
  type ListedVersion,
  PLAN_STATES,
  type PlanList,
  type PlanState,
  type PlanSummary,
  STATES_IN_FORCE,
} from "../planAnswer.ts";
import type { PlanListQuery } from "../planBody.ts";
import { expiryOf } from "../plans/queries.ts";
import { keptSummarySchema } from "../summarizePlan.ts";

/** A version that a list tells of: the newest of its plan, or an older one that is in force. */
interface VersionRow {
  id: number;
  name: string;
  region: string;
  version: number;
  is_newest: boolean;
  state: PlanState;
  revision: number;
  summary: unknown;
  stamps: string[];
  author: string;
  created_at: Date;
  saved_at: Date;
  saved_by: string;
  snapshot_at: Date;
  /** Moves of a version that was submitted, and how far they have come; none before. */
  submitted: number;
  done: number;
  skipped: number;
}

/** Plans with the number of their newest version, and every version that the list tells of. */
const TOLD = Prisma.sql`
  from plan join region on region.id = plan.region_id
    join lateral (
      select version, saved_at from plan_version where plan_id = plan.id order by version desc limit 1
    ) newest on true
    join plan_version told on told.plan_id = plan.id and (told.version = newest.version
      or told.state::text in (${Prisma.join([...STATES_IN_FORCE])}))`;

/** `GET /api/v1/plans`: plans by their newest version, the one saved last first, and what is in force beside it. */
export async function listPlans(db: Transaction, query: PlanListQuery): Promise<PlanList> {
  const filter = Prisma.join(conditionsOf(query), " and ");
  const counted = await db.$queryRaw<{ state: PlanState; plans: number }[]>`
    select told.state::text as state, count(*)::int as plans ${TOLD} where ${filter} group by told.state`;
  const narrowed = [filter];
  if (query.state !== undefined) narrowed.push(Prisma.sql`told.state::text = ${query.state}`);
  if (query.cursor !== undefined) narrowed.push(afterCursor(query.cursor));
  const found = await db.$queryRaw<{ id: number; saved_at: Date }[]>`
    select distinct plan.id, newest.saved_at ${TOLD} where ${Prisma.join(narrowed, " and ")}
    order by newest.saved_at desc, plan.id desc limit ${query.limit + 1}`;
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    plans: await readPlans(
      db,
      page.map(({ id }) => id),
    ),
    counts: countsOf(counted),
    nextCursor:
      found.length > query.limit && last !== undefined ? `${last.saved_at.getTime()}-${last.id}` : null,
  };
}

/** These plans, in this order. */
async function readPlans(db: Transaction, ids: readonly number[]): Promise<PlanSummary[]> {
  if (ids.length === 0) return [];
  const rows = await db.$queryRaw<VersionRow[]>`
    select plan.id, plan.name, region.name as region, told.version, told.version = newest.version as is_newest,
      told.state::text as state, told.revision, told.summary, told.stamps, plan.author, plan.created_at, told.saved_at,
      told.saved_by, told.snapshot_at, run.submitted, run.done, run.skipped
    ${TOLD}
      cross join lateral (
        select count(*)::int as submitted, count(*) filter (where move.state in ('drained', 'verified'))::int as done,
          count(*) filter (where move.state = 'skipped')::int as skipped
        from plan_move move where move.plan_id = plan.id and move.version = told.version
      ) run
    where plan.id = any(${[...ids]}::int[]) order by told.version desc`;
  const overrides = await loadSettingOverrides(db);
  const byPlan = Map.groupBy(rows, ({ id }) => id);
  return ids.flatMap((id) => {
    const versions = byPlan.get(id) ?? [];
    const newest = versions.find((row) => row.is_newest);
    if (newest === undefined) return [];
    const older = versions.find((row) => !row.is_newest);
    return {
      id,
      name: newest.name,
      region: newest.region,
      author: newest.author,
      createdAt: newest.created_at.toISOString(),
      ...versionOf(newest, overrides),
      inForce: older === undefined ? null : versionOf(older, overrides),
    };
  });
}

function versionOf(row: VersionRow, overrides: SettingOverrides): ListedVersion {
  const { version, state, revision, stamps, submitted, done, skipped } = row;
  const kept = keptSummarySchema.parse(row.summary);
  return {
    version,
    state,
    revision,
    stamps,
    ...kept,
    moves: submitted === 0 ? kept.moves : { total: submitted, done, skipped },
    savedAt: row.saved_at.toISOString(),
    savedBy: row.saved_by,
    expiresAt: expiryOf(row.snapshot_at, overrides, row.region),
  };
}

/** Every filter but the state: the counts tell how the rest falls into states. */
function conditionsOf({ region, stamp, author, q }: PlanListQuery): Prisma.Sql[] {
  const conditions = [Prisma.sql`true`];
  if (region !== undefined) conditions.push(Prisma.sql`region.name = ${region}`);
  if (stamp !== undefined) conditions.push(Prisma.sql`${stamp} = any(told.stamps)`);
  if (author !== undefined) conditions.push(Prisma.sql`plan.author = ${author}`);
  if (q !== undefined && q !== "") {
    const part = `%${q.replaceAll(/[\\%_]/g, "\\$&")}%`;
    conditions.push(Prisma.sql`(plan.name ilike ${part} or plan.author ilike ${part} or plan.id::text = ${q}
      or exists (select from unnest(told.registries) registry where registry ilike ${part}))`);
  }
  return conditions;
}

function afterCursor(cursor: string): Prisma.Sql {
  const [savedAtMs = 0, id = 0] = cursor.split("-").map(Number);
  return Prisma.sql`(newest.saved_at, plan.id) < (${new Date(savedAtMs)}, ${id}::int)`;
}

function countsOf(counted: readonly { readonly state: PlanState; readonly plans: number }[]) {
  const count = (state: PlanState) => counted.find((one) => one.state === state)?.plans ?? 0;
  // One entry for each state, just made.
  return Object.fromEntries(PLAN_STATES.map((state) => [state, count(state)])) as PlanList["counts"];
}
