import { type AlertRule, MEASURE_FACTS } from "../rules/alertRule.ts";
import { QUIET, reduceAlert, type WatchState } from "./reduceAlert.ts";
import { type FleetReadings, type Subject, subjectsOf } from "./subjects.ts";

/** A rule's knowledge of one place, with the alert that is open there. */
export interface Watched {
  readonly ruleId: string;
  readonly region: string;
  readonly stamp: string;
  readonly pool: string;
  readonly state: WatchState;
  readonly alertId: number | null;
}

/** What one look came to. */
export interface Look {
  readonly raised: readonly {
    readonly rule: AlertRule;
    readonly subject: Subject;
    readonly sinceMs: number;
  }[];
  readonly cleared: readonly { readonly alertId: number; readonly by: "calm" | "rule_off" | "gone" }[];
  /** What open alerts read now; null = nothing. */
  readonly read: readonly { readonly alertId: number; readonly latest: number | null }[];
  /** Everything that is not quiet, from now on; an alert that was raised has no id yet. */
  readonly watched: readonly Watched[];
}

export function watchKey({ ruleId, stamp, pool }: Pick<Watched, "ruleId" | "stamp" | "pool">): string {
  return `${ruleId}\n${stamp}\n${pool}`;
}

/**
 * Every rule's look at every place, at once. Pure. What was watched and is looked at no longer ends: `rule_off` where the
 * rule is off, gone or asks of other places now, `gone` where the place is.
 */
export function lookAtAll(
  rules: readonly AlertRule[],
  readings: FleetReadings,
  { before, nowMs }: { readonly before: readonly Watched[]; readonly nowMs: number },
): Look {
  const known = new Map(before.map((one) => [watchKey(one), one]));
  const raised: Look["raised"][number][] = [];
  const cleared: Look["cleared"][number][] = [];
  const read: Look["read"][number][] = [];
  const watched: Watched[] = [];
  for (const rule of rules.filter(({ enabled }) => enabled)) {
    for (const subject of subjectsOf(rule, readings)) {
      const place = { ruleId: rule.id, region: subject.region, stamp: subject.stamp, pool: subject.pool };
      const was = known.get(watchKey(place));
      known.delete(watchKey(place));
      const alertId = was?.alertId ?? null;
      const next = reduceAlert(rule, subject, { state: was?.state ?? QUIET, nowMs });
      if (next.event === "raised" && next.state.phase === "open")
        raised.push({ rule, subject, sinceMs: next.state.overSinceMs });
      if (alertId !== null) read.push({ alertId, latest: subject.value });
      if (next.event === "cleared" && alertId !== null) cleared.push({ alertId, by: "calm" });
      if (next.state.phase !== "quiet") watched.push({ ...place, state: next.state, alertId });
    }
  }
  return { raised, cleared: [...cleared, ...endedOf([...known.values()], readings)], read, watched };
}

function endedOf(left: readonly Watched[], readings: FleetReadings): readonly Look["cleared"][number][] {
  const places = new Set([
    ...readings.pools.map(({ stamp, pool }) => `${stamp}\n${pool}`),
    ...readings.stamps.map(({ stamp }) => `${stamp}\n`),
  ]);
  return left.flatMap(({ alertId, stamp, pool }) =>
    alertId === null
      ? []
      : [{ alertId, by: places.has(`${stamp}\n${pool}`) ? ("rule_off" as const) : ("gone" as const) }],
  );
}

/** The worse of two values of a rule's measure. */
export function worseOf(measure: AlertRule["measure"], one: number, other: number | null): number {
  if (other === null) return one;
  return MEASURE_FACTS[measure].side === "over" ? Math.max(one, other) : Math.min(one, other);
}
