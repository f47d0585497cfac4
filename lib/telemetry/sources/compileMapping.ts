import {
  compilePattern,
  type NamedPart,
  type NameRule,
  type SourceMapping,
  type SourceMetric,
  type WholeMatch,
} from "../../fleet/index.ts";
import type { Labels } from "../decode/wire/metricSink.ts";
import { seriesKey } from "./seriesKey.ts";

interface CompiledRule {
  readonly rule: NameRule;
  readonly match: WholeMatch;
}

/** A mapping made ready to be asked for every new set of labels. */
export interface CompiledMapping {
  readonly mapping: SourceMapping;
  readonly metrics: ReadonlyMap<string, readonly SourceMetric[]>;
  readonly rules: Readonly<Record<NamedPart, readonly CompiledRule[]>>;
  /** The first is there for every core, and says how long a core was watched; the others only add to it. */
  readonly watchedState: string;
  readonly idleStates: ReadonlySet<string>;
  /** The same of a state as it is kept, by `seriesKey`. */
  readonly isIdleState: (state: string) => boolean;
}

export function compileMapping(mapping: SourceMapping): CompiledMapping {
  const metrics = new Map<string, SourceMetric[]>();
  for (const metric of mapping.metrics)
    metrics.set(metric.name, [...(metrics.get(metric.name) ?? []), metric]);
  const compile = (part: NamedPart) =>
    mapping.names[part].flatMap((rule) => {
      const match = compilePattern(rule.pattern);
      return match === null ? [] : [{ rule, match }];
    });
  const idleKeys = new Set(mapping.idleStates.map((state) => seriesKey([state])));
  return {
    mapping,
    metrics,
    rules: {
      region: compile("region"),
      stamp: compile("stamp"),
      pool: compile("pool"),
      node: compile("node"),
      registry: compile("registry"),
    },
    watchedState: mapping.idleStates[0] ?? "idle",
    idleStates: new Set(mapping.idleStates),
    isIdleState: (state) => idleKeys.has(state),
  };
}

/** What the first rule that matches makes of the labels; null where none does. A label that is absent reads as nothing. */
export function nameBy(rules: readonly CompiledRule[], labels: Labels): string | null {
  for (const { rule, match } of rules) {
    const text = rule.labels.map((label) => labels.get(label) ?? "").join(rule.separator);
    const found = match(text);
    if (found === null) continue;
    const name = rule.to.replaceAll(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? "").trim();
    if (name !== "") return name;
  }
  return null;
}
