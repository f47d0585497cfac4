import { DEFAULT_MAPPING } from "../fleet/sources/sourceMapping.ts";
import { compileMapping } from "../telemetry/sources/compileMapping.ts";
import { resolveSeries } from "../telemetry/sources/resolveSeries.ts";
import type { LabelRules } from "./labelRules.ts";

/** Which node a series is of. */
export interface SeriesName {
  readonly stamp: string;
  readonly pool: string;
  readonly node: string;
}

export type Labels = Readonly<Record<string, string>>;

const PULLED = "pulled";
/** Labels that no Prometheus has: what all series of a source have in common. */
const COMMON = { stamp: "ballast.stamp", pool: "ballast.pool" } as const;

/** Names series as those that are sent are named; null where a label is missing that would name a part. */
export function seriesNamer(rules: LabelRules): (labels: Labels) => SeriesName | null {
  const ruleOf = (label: string, pattern = "(.+)") => [
    { labels: [label], separator: ";", pattern, to: "$1" },
  ];
  const partOf = (part: "stamp" | "pool") => {
    const one = rules[part];
    return ruleOf("value" in one ? COMMON[part] : one.label);
  };
  const compiled = compileMapping({
    ...DEFAULT_MAPPING,
    metrics: [{ name: PULLED, as: "cpu", scale: 100 }],
    names: {
      ...{ region: [], registry: [], stamp: partOf("stamp"), pool: partOf("pool") },
      node: ruleOf(rules.node.label, rules.node.withoutPort ? "(.+?)(?::[0-9]{1,5})?" : "(.+)"),
    },
  });
  const common = (["stamp", "pool"] as const).flatMap((part): [string, string][] => {
    const one = rules[part];
    return "value" in one ? [[COMMON[part], one.value]] : [];
  });
  return (labels) => {
    const target = resolveSeries(
      compiled,
      new Map([...Object.entries(labels), ...common, ["__name__", PULLED]]),
    );
    return target.as === "cpu" ? { stamp: target.stamp, pool: target.pool, node: target.node } : null;
  };
}
