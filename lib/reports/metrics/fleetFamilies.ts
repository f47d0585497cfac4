import type { HotStampReason } from "../../hotness/hotStampReasons.ts";
import { POOL_STATES } from "../../hotness/types.ts";
import { PLAN_STATES, type PlanState } from "../../planning/planAnswer.ts";
import type { FleetRow } from "./fleetRow.ts";
import type { Labels, MetricFamily, MetricSample } from "./metricFamily.ts";

/** What monitoring is told of the fleet at one instant. */
export interface FleetReadings {
  readonly rows: readonly FleetRow[];
  readonly stamps: readonly {
    readonly region: string;
    readonly stamp: string;
    readonly reasons: readonly HotStampReason[];
  }[];
  /** Plans by state; a state without any may be left out. */
  readonly plans: Readonly<Partial<Record<PlanState, number>>>;
  readonly isFrozen: boolean;
}

/**
 * The fleet as gauges. What is not known is left out, and never 0, so that `absent()` and Prometheus's own staleness tell it; a
 * state and a trigger are known, hence 1 or 0. Per pool at most {@link MOST_SAMPLES_PER_POOL} samples, and no label that grows
 * with nodes, tenants or time.
 */
export function fleetFamilies({ rows, stamps, plans, isFrozen }: FleetReadings): MetricFamily[] {
  const pools = rows.map((row) => ({ row, labels: labelsOf(row) }));
  const [states, triggers] = [
    POOL_STATES.map((state) => ({ state })),
    TRIGGERS.map((trigger) => ({ trigger })),
  ];
  return [
    ...windowFamilies(pools),
    ...nowFamilies(pools),
    {
      name: "ballast_pool_state",
      help: "1 for the state that a pool is in by its hot-node P95 of the peak window, 0 for the others",
      samples: samplesOf(pools, ({ row, labels }) =>
        states.map((more) => ({ labels, more, value: Number(row.state === more.state) })),
      ),
    },
    {
      name: "ballast_stamp_hot",
      help: "1 where this trigger makes a stamp hot; a stamp dominated by one tenant is not told here",
      samples: samplesOf(stamps, ({ region, stamp, reasons }) => {
        const labels = { region, stamp };
        const isHotBy = (trigger: string) => reasons.some(({ kind }) => kind === trigger);
        return triggers.map((more) => ({ labels, more, value: Number(isHotBy(more.trigger)) }));
      }),
    },
    {
      name: "ballast_plans",
      help: "Plans by the state of their newest version, and of an older one that is in force",
      samples: PLAN_STATES.map((state) => ({ labels: { state }, value: plans[state] ?? 0 })),
    },
    {
      name: "ballast_frozen",
      help: "1 while the kill switch is pressed",
      samples: [{ labels: {}, value: Number(isFrozen) }],
    },
  ];
}

/** Five measures over two windows, five of now, the limit, the nodes, and the states. */
export const MOST_SAMPLES_PER_POOL = 5 * 2 + 4 + 1 + 1 + POOL_STATES.length;

const TRIGGERS = ["over_limit", "signal"] as const;

interface LabelledRow {
  readonly row: FleetRow;
  readonly labels: Labels;
}

const OVER = {
  peak: { window: "peak" },
  last12h: { window: "now-12h" },
  last5m: { over: "5m" },
  last15m: { over: "15m" },
} as const;

/** `now-12h` is what PromQL's `[12h]` would be; `peak` is what states, limits and plans go by. */
function windowFamilies(pools: readonly LabelledRow[]): MetricFamily[] {
  const over = (name: string, help: string, peak: keyof FleetRow, last12h: keyof FleetRow): MetricFamily => ({
    name: `ballast_pool_${name}`,
    help: `${help}, over the region's peak window and over the last 12 hours`,
    samples: both(known(pools, peak, OVER.peak), known(pools, last12h, OVER.last12h)),
  });
  return [
    over(
      "hot_node_p95_percent",
      "95th percentile of the hottest node of each minute",
      "hotNodeP95",
      "hotNodeP95Last12h",
    ),
    over("max_percent", "Greatest minute of any node", "max", "maxLast12h"),
    over("average_percent", "Mean over nodes and minutes", "average", "averageLast12h"),
    over("excess_points", "Hot-node P95 over the limit, 0 where it is under", "excess", "excessLast12h"),
    over("coverage_ratio", "Share of the data that should be there, 0 to 1", "coverage", "coverageLast12h"),
  ];
}

function nowFamilies(pools: readonly LabelledRow[]): MetricFamily[] {
  return [
    {
      name: "ballast_pool_limit_percent",
      help: "What planning holds the hot-node P95 of the pool under",
      samples: known(pools, "limit"),
    },
    {
      name: "ballast_pool_hot_percent",
      help: "How hot the hottest node is now: mean of the last minutes",
      samples: both(known(pools, "hot5m", OVER.last5m), known(pools, "hot15m", OVER.last15m)),
    },
    {
      name: "ballast_pool_over_limit_since_timestamp_seconds",
      help: "When the unbroken run over the limit that still lasts began; left out where there is none",
      samples: samplesOf(pools, ({ row, labels }) =>
        row.overSince === null ? [] : [{ labels, value: Date.parse(row.overSince) / 1_000 }],
      ),
    },
    {
      name: "ballast_pool_nodes",
      help: "Nodes expected in the last minute of the peak window that has data",
      samples: known(pools, "nodes"),
    },
    {
      name: "ballast_pool_stale",
      help: "1 where no sample has come for as long as the setting says",
      samples: samplesOf(pools, ({ row, labels }) => [{ labels, value: Number(row.stale) }]),
    },
  ];
}

function known(pools: readonly LabelledRow[], field: keyof FleetRow, more?: Labels): Iterable<MetricSample> {
  return samplesOf(pools, ({ row, labels }) => {
    const value = row[field];
    if (typeof value !== "number") return [];
    return [more === undefined ? { labels, value } : { labels, more, value }];
  });
}

function labelsOf({ region, stamp, pool, kind }: FleetRow): Labels {
  return { region, stamp, pool, kind };
}

/** Anew each time they are gone through. */
function samplesOf<One>(
  all: readonly One[],
  samples: (one: One) => readonly MetricSample[],
): Iterable<MetricSample> {
  return {
    *[Symbol.iterator]() {
      for (const one of all) yield* samples(one);
    },
  };
}

function both(first: Iterable<MetricSample>, second: Iterable<MetricSample>): Iterable<MetricSample> {
  return {
    *[Symbol.iterator]() {
      yield* first;
      yield* second;
    },
  };
}
