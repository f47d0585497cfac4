import { toIso } from "../../core/index.ts";
import type { SourceMapping } from "../../fleet/index.ts";
import { compileMapping } from "./compileMapping.ts";
import type { PreviewRow, SeriesOutcome, SourcesPreview } from "./previewAnswer.ts";
import { resolveSeries, type SeriesTarget } from "./resolveSeries.ts";
import { classOf, type SeenSeries } from "./seen/seenSeries.ts";

/** Names that the inventory has. */
export interface KnownNames {
  hasStamp(stamp: string): boolean;
  hasPool(stamp: string, pool: string): boolean;
  hasRegistry(registry: string): boolean;
}

/** What each of these series would become under a mapping. Pure. */
export function previewMapping(
  seen: readonly SeenSeries[],
  mapping: SourceMapping,
  known: KnownNames,
): SourcesPreview {
  const compiled = compileMapping(mapping);
  const series = seen.map((one): PreviewRow => {
    const target = resolveSeries(
      compiled,
      new Map([...Object.entries(one.labels), ["__name__", one.metric]]),
    );
    const { endpoint, source, metric, labels, seenMs } = one;
    return {
      endpoint,
      source,
      metric,
      labels: { ...labels },
      seenAt: toIso(seenMs),
      ...describeTarget(target, known),
    };
  });
  const counts: Record<SeriesOutcome, number> = {
    taken: 0,
    unnamed: 0,
    unknown_stamp: 0,
    unknown_pool: 0,
    unknown_registry: 0,
    left_out: 0,
  };
  for (const { outcome } of series) counts[outcome]++;
  return { counts, series: series.toSorted((one, other) => rank(one) - rank(other)) };
}

/** What wants somebody's attention first. */
function rank({ outcome }: PreviewRow): number {
  return ["unknown_stamp", "unknown_pool", "unknown_registry", "unnamed", "taken", "left_out"].indexOf(
    outcome,
  );
}

type Described = Pick<
  PreviewRow,
  "outcome" | "as" | "region" | "stamp" | "pool" | "node" | "registry" | "missing"
>;

function describeTarget(target: SeriesTarget, known: KnownNames): Described {
  const none = { as: null, region: null, stamp: null, pool: null, node: null, registry: null };
  const missing = target.as === "unnamed" ? [...target.missing] : [];
  if (!("stamp" in target))
    return { ...none, missing, outcome: classOf(target) === "unnamed" ? "unnamed" : "left_out" };
  const { as, region, stamp, pool } = target;
  const registry = "registry" in target ? target.registry : null;
  const node = "node" in target ? target.node : null;
  return {
    as,
    region,
    stamp,
    pool,
    node,
    registry,
    missing,
    outcome: outcomeOf({ stamp, pool, registry }, known),
  };
}

function outcomeOf(
  { stamp, pool, registry }: { stamp: string; pool: string; registry: string | null },
  known: KnownNames,
): SeriesOutcome {
  if (!known.hasStamp(stamp)) return "unknown_stamp";
  if (!known.hasPool(stamp, pool)) return "unknown_pool";
  return registry === null || known.hasRegistry(registry) ? "taken" : "unknown_registry";
}
