import type { AlertRule } from "../rules/alertRule.ts";
import type { AlertReading } from "./reduceAlert.ts";

/** What is known of one pool at a look; null = not known. Percent, minutes, 0–1. */
export interface PoolReadings {
  readonly region: string;
  readonly stamp: string;
  readonly pool: string;
  readonly kind: string;
  readonly limitPercent: number;
  readonly hotNodeP95: number | null;
  readonly hot15m: number | null;
  readonly staleMinutes: number | null;
  readonly coverage: number | null;
}

/** An open signal; `pool` and `kind` "" = of the whole stamp. */
export interface OpenSignal {
  readonly region: string;
  readonly stamp: string;
  readonly pool: string;
  readonly kind: string;
  /** 1 low … 4 critical */
  readonly grade: number;
}

export interface FleetReadings {
  readonly pools: readonly PoolReadings[];
  readonly signals: readonly OpenSignal[];
  /** Names of the stamps there are, with their regions: signals are also of stamps without pools. */
  readonly stamps: readonly { readonly stamp: string; readonly region: string }[];
}

/** One place a rule looks at, with what it reads there. */
export interface Subject extends AlertReading {
  readonly region: string;
  readonly stamp: string;
  readonly pool: string;
}

/** Every place that a rule looks at. A stamp or pool without a signal reads 0: that is known, not missing. */
export function subjectsOf(rule: AlertRule, readings: FleetReadings): readonly Subject[] {
  const inScope = (one: { readonly region: string; readonly kind: string }) =>
    (rule.region === "" || rule.region === one.region) &&
    (rule.poolKind === "" || rule.poolKind === one.kind);
  if (rule.measure === "signal") return signalSubjects(rule, readings).filter(inScope);
  return readings.pools.filter(inScope).map((pool) => ({
    region: pool.region,
    stamp: pool.stamp,
    pool: pool.pool,
    value: readingOf(rule, pool),
    limit: rule.limit ?? pool.limitPercent,
  }));
}

function signalSubjects(rule: AlertRule, { pools, signals, stamps }: FleetReadings) {
  const places = [
    ...stamps.map(({ stamp, region }) => ({ stamp, region, pool: "", kind: "" })),
    ...pools.map(({ stamp, region, pool, kind }) => ({ stamp, region, pool, kind })),
  ];
  const gravest = new Map<string, number>();
  for (const { stamp, pool, grade } of signals) {
    const key = `${stamp}\n${pool}`;
    gravest.set(key, Math.max(grade, gravest.get(key) ?? 0));
  }
  return places.map((place) => ({
    ...place,
    value: gravest.get(`${place.stamp}\n${place.pool}`) ?? 0,
    limit: rule.limit ?? 0,
  }));
}

function readingOf(rule: AlertRule, pool: PoolReadings): number | null {
  switch (rule.measure) {
    case "hot_node_p95":
      return pool.hotNodeP95;
    case "now":
      return pool.hot15m;
    case "staleness":
      return pool.staleMinutes;
    case "coverage":
      return pool.coverage;
    case "signal":
      return null;
  }
}
