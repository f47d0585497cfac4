import type { NamedPart, SourceMetric } from "../../fleet/index.ts";
import type { Labels } from "../decode/wire/metricSink.ts";
import { digestOfShare, shareKey } from "../shares/nodeShares.ts";
import { type CompiledMapping, nameBy } from "./compileMapping.ts";
import { seriesKey } from "./seriesKey.ts";

/** Where the numbers of a series go, by the names that its labels give. */
export interface Place {
  /** null = no label names one. */
  readonly region: string | null;
  readonly stamp: string;
  readonly pool: string;
}

/** What one series means under a mapping. */
export type SeriesTarget =
  /** No metric of the mapping, or the busy part of one whose idle part is taken. */
  | { readonly as: "left_out" }
  /** Of the mapping, but its labels give no name for these parts. */
  | { readonly as: "unnamed"; readonly missing: readonly NamedPart[] }
  | { readonly as: "refused"; readonly message: string }
  | ({ readonly as: "cpu"; readonly node: string; readonly scale: number } & Place)
  | ({
      readonly as: "cpu_states";
      readonly node: string;
      /** Of which core and state: see `shareKey`. */
      readonly share: string;
      readonly digest: number;
      readonly isIdleState: (state: string) => boolean;
      readonly scale: number;
    } & Place)
  | ({
      readonly as: "cpu_seconds";
      readonly node: string;
      /** Tells the series of one node apart. */
      readonly series: string;
      /** Of the state that every core has: its intervals say how long the core was watched. */
      readonly isWatch: boolean;
    } & Place)
  | ({
      readonly as: "requests" | "bytes";
      readonly registry: string;
      readonly series: string;
    } & Place);

/** The metric that a record of an access log counts as: every mapping has it. */
export const ACCESS_LOG = "access_log";

const LEFT_OUT: SeriesTarget = { as: "left_out" };

/** What these labels mean. Pure: the same labels and mapping give the same target. */
export function resolveSeries(compiled: CompiledMapping, labels: Labels): SeriesTarget {
  const candidates = compiled.metrics.get(labels.get("__name__") ?? "");
  const isLog = labels.get("__name__") === ACCESS_LOG;
  const metric = isLog
    ? ({ name: ACCESS_LOG, as: "requests" } as const)
    : candidates?.find((one) => hasLabels(one, labels));
  if (metric === undefined) return LEFT_OUT;
  const needed: readonly NamedPart[] =
    metric.as === "requests" || metric.as === "bytes"
      ? ["stamp", "pool", "registry"]
      : ["stamp", "pool", "node"];
  const names = needed.map((part) => nameBy(compiled.rules[part], labels));
  const missing = needed.filter((_, at) => names[at] === null);
  if (missing.length > 0) return { as: "unnamed", missing };
  const [stamp = "", pool = "", own = ""] = names.map((name) => name ?? "");
  const place: Place = { region: nameBy(compiled.rules.region, labels), stamp, pool };
  switch (metric.as) {
    case "cpu":
      return { as: "cpu", node: own, scale: metric.scale, ...place };
    case "requests":
    case "bytes":
      // A record of a log is no series: it counts once.
      return {
        as: metric.as,
        registry: own,
        series: isLog ? "" : seriesKey([...labels].sort().flat()),
        ...place,
      };
    default:
      return ofCore(compiled, metric, { labels, node: own, place });
  }
}

function ofCore(
  compiled: CompiledMapping,
  metric: Extract<SourceMetric, { core: readonly string[] }>,
  { labels, node, place }: { labels: Labels; node: string; place: Place },
): SeriesTarget {
  const core = firstOf(metric.core, labels) ?? "";
  const state = firstOf(metric.state, labels);
  if (state === null) return LEFT_OUT;
  if (metric.as === "cpu_states") {
    const share = shareKey(seriesKey([core]), seriesKey([state]));
    const { isIdleState } = compiled;
    return {
      as: "cpu_states",
      node,
      share,
      digest: digestOfShare(share),
      isIdleState,
      scale: metric.scale,
      ...place,
    };
  }
  // What is not idle is busy, and need not be counted twice.
  if (!compiled.idleStates.has(state)) return LEFT_OUT;
  const series = seriesKey([metric.name === "node_cpu_seconds_total" ? "" : metric.name, core, state]);
  return { as: "cpu_seconds", node, series, isWatch: state === compiled.watchedState, ...place };
}

function firstOf(names: readonly string[], labels: Labels): string | null {
  for (const name of names) {
    const value = labels.get(name);
    if (value !== undefined) return value;
  }
  return null;
}

function hasLabels({ where }: SourceMetric, labels: Labels): boolean {
  return where === undefined || Object.entries(where).every(([name, value]) => labels.get(name) === value);
}
