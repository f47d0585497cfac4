import type { MeasureField, NameField } from "../recipe.ts";

/** What columns are called by those who export them, in lower case without what is no letter or digit. */
export const TIME_NAMES = [
  "ts",
  "time",
  "timestamp",
  "datetime",
  "date",
  "timeutc",
  "timestamputc",
  "utc",
  "when",
  "at",
  "epoch",
  "unixtime",
  "minute",
];

export const NAME_NAMES: Readonly<Record<NameField, readonly string[]>> = {
  stamp: ["stamp", "stampname", "cell", "shard", "cluster", "clustername"],
  pool: ["pool", "poolname", "nodepool", "agentpool", "scaleset", "vmss"],
  node: [
    "node",
    "nodename",
    "instance",
    "instanceid",
    "host",
    "hostname",
    "machine",
    "machinename",
    "server",
    "vm",
    "vmname",
    "computer",
  ],
  registry: ["registry", "registryname", "repository", "account"],
};

export const MEASURE_NAMES: Readonly<Record<MeasureField, readonly string[]>> = {
  cpu: [
    "cpu",
    "cpupercent",
    "cpupct",
    "cpuusage",
    "cpuutilization",
    "cpuutilisation",
    "percentagecpu",
    "usage",
    "utilization",
    "utilisation",
    "value",
    "percent",
    "load",
  ],
  requests: ["requests", "requestcount", "reqs", "count", "hits"],
  bytes: ["bytes", "bytessent", "bytesout", "egress", "traffic", "throughput"],
  pullP95Ms: ["pullp95ms", "pullp95", "latencyp95ms", "p95ms", "p95", "latency"],
  errorRate: ["errorrate", "errors", "errorratio"],
  throughputBytes: ["throughputbytes", "throughput", "bytespersecond"],
};

/** A column's name as the lists above have it; units in brackets at its end aside. */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[([{][^)\]}]*[)\]}]\s*$/, "")
    .replace(/[^a-z0-9]/g, "");
}
