import { z } from "zod";
import { compilePattern } from "./pattern/compilePattern.ts";

/**
 * Which metrics of Prometheus and OpenTelemetry are CPU or registry load, and which labels name region, stamp, pool,
 * node and registry. Attributes of OpenTelemetry, of the resource and of the point, are labels too, by their own names.
 */

const labelName = z.string().min(1).max(200);
const MOST_RULES = 20;

function isPattern(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}

/** As a relabel rule of Prometheus: the labels joined, held against a pattern from end to end, and what it becomes. */
const nameRuleSchema = z.strictObject({
  labels: z.array(labelName).min(1).max(5),
  separator: z.string().max(5).default(";"),
  pattern: z
    .string()
    .min(1)
    .max(200)
    .refine(isPattern, { error: "is no regular expression" })
    .refine((pattern) => !isPattern(pattern) || compilePattern(pattern) !== null, {
      error: "looks ahead or back, names an earlier group, or is too much: write it as RE2 takes it",
    })
    .default("(.+)"),
  to: z.string().min(1).max(200).default("$1").describe("$1 is the first group of the pattern"),
});

export type NameRule = z.output<typeof nameRuleSchema>;

const rules = z.array(nameRuleSchema).max(MOST_RULES).describe("the first that matches gives the name");

const MOST_LABELS = 20;
const where = z
  .record(labelName, z.string().max(200))
  .refine((labels) => Object.keys(labels).length <= MOST_LABELS, {
    error: `names more than ${MOST_LABELS} labels`,
  })
  .meta({ maxProperties: MOST_LABELS })
  .optional()
  .describe("labels that a series must have, with these values");
const anyOfLabels = z.array(labelName).min(1).max(5).describe("the first of these that a series has");

const metricSchema = z.discriminatedUnion("as", [
  z.strictObject({
    name: labelName,
    as: z.literal("cpu_seconds").describe("counter of seconds of each core in each state"),
    core: anyOfLabels,
    state: anyOfLabels,
    where,
  }),
  z.strictObject({
    name: labelName,
    as: z.literal("cpu_states").describe("gauge of each core's share of time in each state"),
    core: anyOfLabels,
    state: anyOfLabels,
    scale: z.union([z.literal(1), z.literal(100)]),
    where,
  }),
  z.strictObject({
    name: labelName,
    as: z.literal("cpu").describe("gauge of the whole node"),
    scale: z.union([z.literal(1), z.literal(100)]).describe("what a busy node reads"),
    where,
  }),
  z.strictObject({
    name: labelName,
    as: z.enum(["requests", "bytes"]).describe("counter of a registry's requests or bytes"),
    where,
  }),
]);

export type SourceMetric = z.output<typeof metricSchema>;

export const sourceMappingSchema = z.strictObject({
  metrics: z.array(metricSchema).max(100),
  idleStates: z
    .array(z.string().min(1).max(100))
    .min(1)
    .max(20)
    .describe("states in which a core does no work; all others are busy"),
  names: z.strictObject({ region: rules, stamp: rules, pool: rules, node: rules, registry: rules }),
  createUnknown: z
    .boolean()
    .describe("stamps and pools that the inventory does not know are made when they are first named"),
  createInRegion: z
    .string()
    .min(1)
    .max(200)
    .nullable()
    .describe("where to, when no label names a region of the inventory; null: then they are refused"),
});

export type SourceMapping = z.output<typeof sourceMappingSchema>;
export type NamedPart = keyof SourceMapping["names"];

const CORE = ["cpu", "core", "cpu.logical_number", "system.cpu.logical_number"];
const STATE = ["mode", "state", "cpu.mode", "system.cpu.state"];
const cores = { core: CORE, state: STATE };

function byLabel(...labels: readonly string[]): NameRule[] {
  return labels.map((label) => ({ labels: [label], separator: ";", pattern: "(.+)", to: "$1" }));
}

/**
 * What holds until somebody sets something else. A core that waits for a disk could work: `iowait` is idle, as it is for
 * a hypervisor that measures from outside.
 */
export const DEFAULT_MAPPING: SourceMapping = {
  metrics: [
    { name: "node_cpu_seconds_total", as: "cpu_seconds", ...cores },
    { name: "windows_cpu_time_total", as: "cpu_seconds", ...cores },
    { name: "system.cpu.time", as: "cpu_seconds", ...cores },
    { name: "system_cpu_time_seconds_total", as: "cpu_seconds", ...cores },
    { name: "system.cpu.utilization", as: "cpu_states", scale: 1, ...cores },
    { name: "system_cpu_utilization_ratio", as: "cpu_states", scale: 1, ...cores },
    { name: "ballast_node_cpu_ratio", as: "cpu", scale: 1 },
    { name: "ballast_node_cpu_percent", as: "cpu", scale: 100 },
    { name: "ballast_registry_requests_total", as: "requests" },
    { name: "ballast_registry_bytes_total", as: "bytes" },
  ],
  idleStates: ["idle", "iowait", "wait"],
  names: {
    region: byLabel("region", "cloud.region"),
    stamp: byLabel("stamp"),
    pool: byLabel("pool"),
    node: byLabel("instance", "host.name", "k8s.node.name", "host.id"),
    registry: byLabel("registry", "registry_namespace"),
  },
  createUnknown: false,
  createInRegion: null,
};
