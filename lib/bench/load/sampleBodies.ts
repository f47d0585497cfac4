import { createRng, minuteToIso, shuffle } from "../../core/index.ts";
import { type BenchFleet, countPools, nameNode, namePool } from "../benchFleet.ts";

export type BodyFormat = "ndjson" | "csv" | "json";

export const CONTENT_TYPES: Readonly<Record<BodyFormat, string>> = {
  ndjson: "application/x-ndjson",
  csv: "text/csv",
  json: "application/json",
};

export interface BodyOptions {
  readonly fleet: BenchFleet;
  readonly format: BodyFormat;
  readonly samplesPerRequest: number;
  /** The bin of the first body; each whole round of the fleet is a minute further. */
  readonly fromMinute: number;
  readonly bodies: number;
}

/** One sample on its way out: CPU in hundredths of a point. */
export interface BenchSample {
  readonly minute: number;
  readonly pool: number;
  readonly node: number;
  readonly value: number;
}

/**
 * The samples of each request, round after round over the fleet's nodes. Collectors send pool after pool; nodes that
 * report for themselves, one sample a request, come in an order of chance.
 */
export function* sampleRequests(options: Omit<BodyOptions, "format">): Generator<BenchSample[]> {
  const { fleet, samplesPerRequest } = options;
  const nodes = countPools(fleet) * fleet.nodesPerPool;
  const rng = createRng(options.fromMinute);
  const order = Int32Array.from({ length: nodes }, (_, place) => place);
  if (samplesPerRequest === 1) shuffle(order, rng);
  const walk = Int16Array.from(order, () => Math.floor(rng() * 6_000));
  for (let body = 0; body < options.bodies; body++) {
    yield Array.from({ length: samplesPerRequest }, (_, at) => {
      const place = body * samplesPerRequest + at;
      const node = order[place % nodes] ?? 0;
      const value = Math.min(10_000, Math.max(0, (walk[node] ?? 0) + Math.round((rng() - 0.5) * 400)));
      walk[node] = value;
      return {
        minute: options.fromMinute + Math.floor(place / nodes),
        pool: Math.floor(node / fleet.nodesPerPool),
        node: node % fleet.nodesPerPool,
        value,
      };
    });
  }
}

/** Bodies as a sender would write them. */
export function* sampleBodies(options: BodyOptions): Generator<Buffer> {
  const names = Array.from({ length: countPools(options.fleet) }, (_, pool) => namePool(options.fleet, pool));
  const write = options.format === "csv" ? csvRow : jsonRow;
  for (const samples of sampleRequests(options)) {
    const rows = samples.map((sample) => write(sample, names[sample.pool] ?? { stamp: "", pool: "" }));
    yield Buffer.from(joinRows(rows, options.format));
  }
}

function joinRows(rows: readonly string[], format: BodyFormat): string {
  switch (format) {
    case "csv":
      return `ts,stamp,pool,node,cpu\n${rows.join("\n")}\n`;
    case "ndjson":
      return `${rows.join("\n")}\n`;
    case "json":
      return `{"samples":[${rows.join(",")}]}`;
  }
}

interface PoolName {
  readonly stamp: string;
  readonly pool: string;
}

function csvRow({ minute, node, value }: BenchSample, { stamp, pool }: PoolName): string {
  return `${minuteToIso(minute)},${stamp},${pool},${nameNode(node)},${value / 100}`;
}

function jsonRow({ minute, node, value }: BenchSample, { stamp, pool }: PoolName): string {
  return `{"ts":"${minuteToIso(minute)}","stamp":"${stamp}","pool":"${pool}","node":"${nameNode(node)}","cpu":${value / 100}}`;
}
