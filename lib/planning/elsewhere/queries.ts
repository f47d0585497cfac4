import type { Transaction } from "../../db/client.ts";
import type { PhaseElsewhere } from "../planRegion.ts";
import { TIERS } from "../types.ts";

interface PhaseRow {
  name: string;
  region: string;
  phase: number;
  moves: number;
  stamps: string[];
  tier: string;
  start_at: Date;
  cut_over_at: Date;
  observed_at: Date;
}

/**
 * Phases of other plans that have their place in the calendar and are not over: of versions that were submitted and have not
 * ended, the newest of each plan. Drafts bind nobody.
 */
export async function readPhasesElsewhere(
  db: Transaction,
  { exceptPlan, nowMs }: { readonly exceptPlan: number | null; readonly nowMs: number },
): Promise<readonly PhaseElsewhere[]> {
  const rows = await db.$queryRaw<PhaseRow[]>`
    select plan.name, region.name as region, phase.place::int as phase, phase.assessed->>'tier' as tier,
      (phase.assessed->'schedule'->>'startAt')::timestamptz as start_at,
      (phase.assessed->'schedule'->>'cutOverAt')::timestamptz as cut_over_at,
      (phase.assessed->'schedule'->>'observedAt')::timestamptz as observed_at,
      (
        select count(*)::int from jsonb_array_elements(version.content->'phases'->(phase.place::int - 1)->'moves') move
        where move.value->>'skipped' is null
      ) as moves,
      array(
        select distinct move.value->>side.name
        from jsonb_array_elements(version.content->'phases'->(phase.place::int - 1)->'moves') move,
          unnest(array['from', 'to']) side(name)
        where move.value->>'skipped' is null
      ) as stamps
    from plan_version version join plan on plan.id = version.plan_id
      join region on region.id = plan.region_id
      cross join lateral jsonb_array_elements(version.assessment->'phases')
        with ordinality as phase(assessed, place)
    where version.state in ('submitted', 'approved', 'running', 'paused', 'rolling_back')
      and plan.id is distinct from ${exceptPlan}::int
      and (phase.assessed->'schedule'->>'observedAt')::timestamptz > ${new Date(nowMs)}
    order by plan.id, phase.place`;
  return rows.map((row) => ({
    plan: `phase ${row.phase} of “${row.name}”`,
    region: row.region,
    moves: row.moves,
    stamps: row.stamps,
    // What cannot be read is taken for the gravest.
    tier: TIERS.find((tier) => tier === row.tier) ?? "critical",
    startMs: row.start_at.getTime(),
    cutOverMs: row.cut_over_at.getTime(),
    observedMs: row.observed_at.getTime(),
  }));
}
