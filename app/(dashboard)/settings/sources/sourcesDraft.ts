import {
  type NamedPart,
  type SourceMapping,
  type SourceMetric,
  sourceMappingSchema,
} from "#lib/fleet/sources/sourceMapping.ts";

/** A rule as it is typed. */
export interface DraftRule {
  readonly id: number;
  /** Names of labels, with commas between them. */
  readonly labels: string;
  readonly separator: string;
  readonly pattern: string;
  readonly to: string;
}

/** A metric as it is typed. */
export interface DraftMetric {
  readonly id: number;
  readonly name: string;
  readonly as: SourceMetric["as"];
  /** Of a gauge: what a busy node, or core, reads. */
  readonly scale: "1" | "100";
  readonly core: string;
  readonly state: string;
  /** `job=hosts, dc=west` */
  readonly where: string;
}

export interface SourcesDraft {
  readonly metrics: readonly DraftMetric[];
  readonly names: Readonly<Record<NamedPart, readonly DraftRule[]>>;
  readonly idleStates: string;
  readonly createUnknown: boolean;
  /** "" = none. */
  readonly createInRegion: string;
}

export const NAMED_PARTS: readonly NamedPart[] = ["region", "stamp", "pool", "node", "registry"];

export const AS_WORDS: Readonly<Record<SourceMetric["as"], string>> = {
  cpu_seconds: "counter of seconds by core and state",
  cpu_states: "gauge by core and state",
  cpu: "gauge of the whole node",
  requests: "counter of a registry’s requests",
  bytes: "counter of a registry’s bytes",
};

/** A mapping as it is shown for typing. */
export function draftOf(mapping: SourceMapping): SourcesDraft {
  let id = 0;
  const rulesOf = (part: NamedPart) =>
    mapping.names[part].map((rule): DraftRule => ({ ...rule, id: id++, labels: rule.labels.join(", ") }));
  return {
    metrics: mapping.metrics.map((metric): DraftMetric => {
      const { name, as, where = {} } = metric;
      return {
        id: id++,
        name,
        as,
        scale: "scale" in metric && metric.scale === 100 ? "100" : "1",
        core: "core" in metric ? metric.core.join(", ") : "",
        state: "state" in metric ? metric.state.join(", ") : "",
        where: Object.entries(where)
          .map(([label, value]) => `${label}=${value}`)
          .join(", "),
      };
    }),
    names: {
      region: rulesOf("region"),
      stamp: rulesOf("stamp"),
      pool: rulesOf("pool"),
      node: rulesOf("node"),
      registry: rulesOf("registry"),
    },
    idleStates: mapping.idleStates.join(", "),
    createUnknown: mapping.createUnknown,
    createInRegion: mapping.createInRegion ?? "",
  };
}

export type ReadDraft =
  | { readonly ok: true; readonly mapping: SourceMapping }
  /** In words, each with its place. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** What was typed as a mapping, or what is wrong with it. */
export function readDraft(draft: SourcesDraft): ReadDraft {
  const parsed = sourceMappingSchema.safeParse({
    metrics: draft.metrics.map(metricOf),
    idleStates: listOf(draft.idleStates),
    names: Object.fromEntries(
      NAMED_PARTS.map((part) => [
        part,
        draft.names[part].map(({ id: _, labels, ...rule }) => ({ ...rule, labels: listOf(labels) })),
      ]),
    ),
    createUnknown: draft.createUnknown,
    createInRegion: draft.createInRegion === "" ? null : draft.createInRegion,
  });
  if (parsed.success) return { ok: true, mapping: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.map(({ path, message }) => `${placeOf(path)} ${message}`),
  };
}

function metricOf({ name, as, scale, core, state, where }: DraftMetric): object {
  const pairs = listOf(where).map((pair): [string, string] => {
    const at = pair.indexOf("=");
    return at < 0 ? [pair, ""] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  });
  const own = { name: name.trim(), as, ...(pairs.length > 0 && { where: Object.fromEntries(pairs) }) };
  if (as === "cpu") return { ...own, scale: Number(scale) };
  if (as === "requests" || as === "bytes") return own;
  const cores = { ...own, core: listOf(core), state: listOf(state) };
  return as === "cpu_states" ? { ...cores, scale: Number(scale) } : cores;
}

function listOf(text: string): string[] {
  return text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

/** `names.stamp[0].pattern` → `Stamp, rule 1, pattern:` */
function placeOf(path: readonly PropertyKey[]): string {
  const words = path
    .filter((part) => part !== "names")
    .map((part, at) =>
      typeof part === "number" ? String(part + 1) : at === 0 ? capital(String(part)) : String(part),
    );
  return `${words.join(", ")}:`;
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
