import type { Pool } from "pg";
import { MINUTE_MS, MINUTES_PER_DAY, type MinuteWindow } from "../../../core/index.ts";
import type { FleetStamp } from "../../../fleet/types.ts";
import { type GateOutcome, OUTCOME_MEASURES } from "../types.ts";

const EARLIER_DAYS = 7;

interface DayRow {
  readonly stamp: number;
  readonly shift: number;
  readonly pullP95Ms: number | null;
  readonly errorRate: number | null;
  readonly throughputBytes: number | null;
}

/**
 * What customers of stamps felt in a window, and in the same clock hours of up to seven days that lie before `beforeMs`. A series
 * that was reported in none of them is left out. A day counts when at least half of its minutes were reported.
 * @param roles throughput is asked of destinations alone: a source has less because its load has left
 */
export async function readOutcomes(
  database: Pool,
  asked: {
    readonly stamps: readonly (Pick<FleetStamp, "id" | "name"> & { readonly isDestination: boolean })[];
    readonly window: MinuteWindow;
    readonly beforeMs: number;
  },
): Promise<GateOutcome[]> {
  const { fromMinute, toMinute } = asked.window;
  const fewest = Math.max(1, Math.ceil((toMinute - asked.beforeMs / MINUTE_MS) / MINUTES_PER_DAY));
  const shifts = [0, ...Array.from({ length: EARLIER_DAYS }, (_, more) => fewest + more)];
  const { rows } = await database.query<DayRow>(
    `select outcome.stamp, day.shift,
       case when 2 * count(pull_p95_ms) >= $3 - $2 then percentile_cont(0.5) within group (order by pull_p95_ms) end as "pullP95Ms",
       case when 2 * count(error_rate) >= $3 - $2 then percentile_cont(0.5) within group (order by error_rate) end as "errorRate",
       case when 2 * count(throughput_bytes) >= $3 - $2
         then percentile_cont(0.5) within group (order by throughput_bytes) end as "throughputBytes"
     from unnest($4::int[]) as day(shift)
       join telemetry.outcome_minute outcome
         on outcome.minute >= $2 - day.shift * ${MINUTES_PER_DAY} and outcome.minute < $3 - day.shift * ${MINUTES_PER_DAY}
     where outcome.stamp = any($1::int[]) and outcome.minute >= $5 and outcome.minute < $3
     group by outcome.stamp, day.shift`,
    [
      asked.stamps.map(({ id }) => id),
      fromMinute,
      toMinute,
      shifts,
      fromMinute - Math.max(...shifts) * MINUTES_PER_DAY,
    ],
  );
  return asked.stamps.flatMap(({ id, name, isDestination }) =>
    OUTCOME_MEASURES.flatMap((measure): GateOutcome[] => {
      if (measure === "throughputBytes" && !isDestination) return [];
      const own = rows.filter(({ stamp }) => stamp === id);
      const earlier = own.filter(({ shift }) => shift > 0).flatMap((row) => row[measure] ?? []);
      const after = own.find(({ shift }) => shift === 0)?.[measure] ?? null;
      return after === null && earlier.length === 0 ? [] : [{ stamp: name, measure, earlier, after }];
    }),
  );
}

/** Medians of what customers of stamps felt in two windows; a series that neither has is left out. */
export async function readWindowOutcomes(
  database: Pool,
  asked: {
    readonly stamps: readonly Pick<FleetStamp, "id" | "name">[];
    readonly before: MinuteWindow;
    readonly after: MinuteWindow;
  },
) {
  const medians = async ({ fromMinute, toMinute }: MinuteWindow) => {
    const { rows } = await database.query<Omit<DayRow, "shift">>(
      `select stamp, percentile_cont(0.5) within group (order by pull_p95_ms) as "pullP95Ms",
         percentile_cont(0.5) within group (order by error_rate) as "errorRate",
         percentile_cont(0.5) within group (order by throughput_bytes) as "throughputBytes"
       from telemetry.outcome_minute where stamp = any($1::int[]) and minute >= $2 and minute < $3 group by stamp`,
      [asked.stamps.map(({ id }) => id), fromMinute, toMinute],
    );
    return new Map(rows.map((row) => [row.stamp, row]));
  };
  const [before, after] = [await medians(asked.before), await medians(asked.after)];
  return asked.stamps.flatMap(({ id, name: stamp }) =>
    OUTCOME_MEASURES.flatMap((measure) => {
      const pair = { before: before.get(id)?.[measure] ?? null, after: after.get(id)?.[measure] ?? null };
      return pair.before === null && pair.after === null ? [] : [{ stamp, measure, ...pair }];
    }),
  );
}
