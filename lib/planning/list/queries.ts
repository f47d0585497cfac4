import type { Transaction } from "../../db/client.ts";
import { Prisma } from "../../db/generated/client.ts";
import { loadSettingOverrides } from "../../fleet/settings/queries.ts";
import { PLAN_STATES, type PlanList, type PlanState } from "../planAnswer.ts";
import type { PlanListQuery } from "../planBody.ts";
import { expiryOf } from "../plans/queries.ts";
import { keptSummarySchema } from "../summarizePlan.ts";

interface PlanRow {
  id: number;
  name: string;
  region: string;
  version: number;
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

/** The newest version of each plan. */
const NEWEST = Prisma.sql`
  from plan join region on region.id = plan.region_id
    join lateral (
      select * from plan_version where plan_id = plan.id order by version desc limit 1
    ) newest on true`;

/** `GET /api/v1/plans`: plans by their newest version, the one saved last first. */
export async function listPlans(db: Transaction, query: PlanListQuery): Promise<PlanList> {
  const filter = Prisma.join(conditionsOf(query), " and ");
  const counted = await db.$queryRaw<{ state: PlanState; plans: number }[]>`
    select newest.state::text as state, count(*)::int as plans ${NEWEST} where ${filter} group by newest.state`;
  const narrowed = [filter];
  if (query.state !== undefined) narrowed.push(Prisma.sql`newest.state::text = ${query.state}`);
  if (query.cursor !== undefined) narrowed.push(afterCursor(query.cursor));
  const rows = await db.$queryRaw<PlanRow[]>`
    select plan.id, plan.name, region.name as region, newest.version, newest.state::text as state, newest.revision,
      newest.summary, newest.stamps, plan.author, plan.created_at, newest.saved_at, newest.saved_by, newest.snapshot_at,
      run.submitted, run.done, run.skipped
    ${NEWEST}
      cross join lateral (
        select count(*)::int as submitted, count(*) filter (where move.state in ('drained', 'verified'))::int as done,
          count(*) filter (where move.state = 'skipped')::int as skipped
        from plan_move move where move.plan_id = plan.id and move.version = newest.version
      ) run where ${Prisma.join(narrowed, " and ")}
    order by newest.saved_at desc, plan.id desc limit ${query.limit + 1}`;
  const overrides = await loadSettingOverrides(db);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    plans: page.map((row) => ({
      id: row.id,
      name: row.name,
      region: row.region,
      version: row.version,
      state: row.state,
      revision: row.revision,
      stamps: row.stamps,
      ...summaryOf(row),
      author: row.author,
      createdAt: row.created_at.toISOString(),
      savedAt: row.saved_at.toISOString(),
      savedBy: row.saved_by,
      expiresAt: expiryOf(row.snapshot_at, overrides, row.region),
    })),
    counts: countsOf(counted),
    nextCursor:
      rows.length > query.limit && last !== undefined ? `${last.saved_at.getTime()}-${last.id}` : null,
  };
}

function summaryOf({ summary, submitted, done, skipped }: PlanRow) {
  const kept = keptSummarySchema.parse(summary);
  return submitted === 0 ? kept : { ...kept, moves: { total: submitted, done, skipped } };
}

/** Every filter but the state: the counts tell how the rest falls into states. */
function conditionsOf({ region, stamp, author, q }: PlanListQuery): Prisma.Sql[] {
  const conditions = [Prisma.sql`true`];
  if (region !== undefined) conditions.push(Prisma.sql`region.name = ${region}`);
  if (stamp !== undefined) conditions.push(Prisma.sql`${stamp} = any(newest.stamps)`);
  if (author !== undefined) conditions.push(Prisma.sql`plan.author = ${author}`);
  if (q !== undefined && q !== "") {
    const part = `%${q.replaceAll(/[\\%_]/g, "\\$&")}%`;
    conditions.push(Prisma.sql`(plan.name ilike ${part} or plan.author ilike ${part} or plan.id::text = ${q}
      or exists (select from unnest(newest.registries) registry where registry ilike ${part}))`);
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
