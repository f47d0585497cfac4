import { compressSync } from "snappy";
import { createRng } from "../../core/index.ts";
import { type BenchFleet, countPools, nameNode, namePool } from "../benchFleet.ts";

/**
 * What is sent. `gauge`: one utilisation of each node. `counters`: what node_exporter has of a node with four cores, eight
 * states each, of which a node's CPU is worked out.
 */
export type WriteKind = "gauge" | "counters";

export interface WriteOptions {
  readonly fleet: BenchFleet;
  readonly kind: WriteKind;
  readonly samplesPerRequest: number;
  readonly fromMs: number;
  readonly stepMs: number;
  readonly requests: number;
}

const CORES = 4;
const STATES = ["idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"];

/** Bodies of remote write 1.0 as Prometheus makes them: one sample a series, seven labels, round after round. */
export function writeBodies(options: WriteOptions): Buffer[] {
  const { fleet, kind, samplesPerRequest, fromMs, stepMs, requests } = options;
  const rng = createRng(7);
  const series = kind === "gauge" ? gaugeSeries(fleet) : counterSeries(fleet);
  const values = Float64Array.from(series, () => rng() * 50);
  return Array.from({ length: requests }, (_, request) => {
    const parts: Buffer[] = [];
    for (let at = 0; at < samplesPerRequest; at++) {
      const place = request * samplesPerRequest + at;
      const own = place % series.length;
      const tsMs = fromMs + Math.floor(place / series.length) * stepMs;
      const value = kind === "gauge" ? rng() : (values[own] ?? 0) + ((rng() * stepMs) / 1_000) * 0.9;
      values[own] = value;
      parts.push(message(1, Buffer.concat([series[own] ?? Buffer.alloc(0), sample(value, tsMs)])));
    }
    return compressSync(Buffer.concat(parts));
  });
}

function gaugeSeries(fleet: BenchFleet): Buffer[] {
  return nodesOf(fleet).map((node) =>
    labels({ __name__: "ballast_node_cpu_ratio", dc: "dc1", env: "production", job: "node", ...node }),
  );
}

function counterSeries(fleet: BenchFleet): Buffer[] {
  return nodesOf(fleet).flatMap((node) =>
    Array.from({ length: CORES }, (_, core) =>
      STATES.map((mode) =>
        labels({ __name__: "node_cpu_seconds_total", cpu: String(core), job: "node", mode, ...node }),
      ),
    ).flat(),
  );
}

function nodesOf(fleet: BenchFleet): Record<string, string>[] {
  return Array.from({ length: countPools(fleet) }, (_, pool) =>
    Array.from({ length: fleet.nodesPerPool }, (__, node) => ({
      instance: nameNode(node),
      ...namePool(fleet, pool),
    })),
  ).flat();
}

function labels(of: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(of)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => message(1, Buffer.concat([text(1, name), text(2, value)])));
  return Buffer.concat(pairs);
}

function sample(value: number, tsMs: number): Buffer {
  const number = Buffer.alloc(9);
  number[0] = 0x09;
  number.writeDoubleLE(value, 1);
  return message(2, Buffer.concat([number, Buffer.from([0x10]), varint(tsMs)]));
}

function text(field: number, of: string): Buffer {
  return message(field, Buffer.from(of));
}

function message(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([field * 8 + 2]), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}
