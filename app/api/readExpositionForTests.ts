/** One family of metrics, as an exposition has it. */
export interface MetricFamily {
  readonly help: string;
  readonly type: string;
  /** Full name with its labels, as written → value. */
  readonly samples: Map<string, number>;
}

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\[\\\\"n])*"';
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*),?\\})? ([Nn]a[Nn]|[+-]Inf|[-+0-9.eE]+)$`);
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  counter: [""],
  gauge: [""],
  histogram: ["_bucket", "_sum", "_count"],
  summary: ["", "_sum", "_count"],
};

/**
 * Reads the Prometheus text format, version 0.0.4, as strictly as its words are: every family has HELP, TYPE and then its
 * samples, once; values as Go's ParseFloat takes them; no sample twice; buckets of histograms only grow and end with +Inf, which is their count. Throws otherwise.
 */
export function readExposition(text: string): ReadonlyMap<string, MetricFamily> {
  if (!text.endsWith("\n")) throw new Error("the last line is not ended");
  const families = new Map<string, MetricFamily>();
  let current = "";
  let help: readonly [name: string, text: string] | null = null;
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const helped = new RegExp(`^# HELP (${NAME}) (.+)$`).exec(line);
    const typed = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary|untyped)$`).exec(line);
    if (helped !== null) help = [helped[1] ?? "", helped[2] ?? ""];
    else if (typed !== null) {
      current = typed[1] ?? "";
      if (help?.[0] !== current || families.has(current)) throw new Error(`out of place: ${line}`);
      families.set(current, { help: help[1], type: typed[2] ?? "", samples: new Map() });
    } else addSample(families.get(current), current, line);
  }
  for (const [name, family] of families) if (family.type === "histogram") checkBuckets(name, family);
  return families;
}

function addSample(family: MetricFamily | undefined, familyName: string, line: string): void {
  const sample = SAMPLE.exec(line);
  const [, name = "", labels = "", value = ""] = sample ?? [];
  const allowed = SUFFIXES[family?.type ?? ""] ?? [""];
  if (sample === null || family === undefined || !allowed.some((suffix) => name === familyName + suffix))
    throw new Error(`not a sample of ${familyName}: ${line}`);
  const key = labels === "" ? name : `${name}{${labels}}`;
  if (family.samples.has(key)) throw new Error(`twice: ${line}`);
  family.samples.set(key, Number(value.replace("Inf", "Infinity")));
}

function checkBuckets(name: string, { samples }: MetricFamily): void {
  const last = new Map<string, number>();
  for (const [key, value] of samples) {
    const bucket = /^(.*)_bucket\{(.*)\}$/.exec(key);
    if (bucket === null) continue;
    const others = (bucket[2] ?? "").split(",").filter((label) => !label.startsWith("le="));
    const series = others.join(",");
    if (value < (last.get(series) ?? 0)) throw new Error(`buckets of ${name} shrink: ${key}`);
    last.set(series, value);
  }
  for (const [series, value] of last) {
    const count = samples.get(series === "" ? `${name}_count` : `${name}_count{${series}}`);
    if (count !== value) throw new Error(`${name}{${series}} has ${count} and in its last bucket ${value}`);
  }
}
