import { createRng, minuteOf } from "../core/index.ts";
import type { DatabaseClient } from "../db/client.ts";
import { Telemetry } from "../telemetry/index.ts";
import { type BenchFleet, nameNode } from "./benchFleet.ts";

export interface FilledHistory {
  readonly poolIds: readonly number[];
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly samplesPerSecond: number;
}

/** A node's CPU, noisy and drifting, in hundredths of a point: hard to compress, as real series are. */
function walkSeries(minutes: number, seed: number): Int16Array {
  const rng = createRng(seed);
  let level = 1_000 + rng() * 3_000;
  return Int16Array.from({ length: minutes }, () => {
    level = Math.min(9_900, Math.max(100, level + (rng() - 0.5) * 250));
    return Math.round(level + rng() * 100);
  });
}

/** Fills every pool of the fleet with packed matrices up to the last full hour, four at a time. */
export async function fillHistory(
  client: DatabaseClient,
  fleet: BenchFleet,
  hours: number,
): Promise<FilledHistory> {
  const pools = await client.prisma.pool.findMany({ select: { id: true }, orderBy: { id: "asc" } });
  const telemetry = new Telemetry(client.pools.ingest, Date.now);
  await telemetry.names.refresh();
  const nowMinute = minuteOf(Date.now());
  const toMinute = nowMinute - (nowMinute % 60);
  const minutes = hours * 60;
  const fromMinute = toMinute - minutes;
  const names = new Set(Array.from({ length: fleet.nodesPerPool }, (_, node) => nameNode(node)));
  await telemetry.names.learnNodes(new Map(pools.map((pool) => [pool.id, names])), fromMinute);
  const slots = Int32Array.from({ length: names.size }, (_, node) => node);
  const series = Array.from({ length: 200 }, (_, seed) => walkSeries(minutes, seed + 1));
  const waiting = pools.map((pool) => pool.id);
  const startedAt = performance.now();
  const lane = async () => {
    for (let pool = waiting.pop(); pool !== undefined; pool = waiting.pop()) {
      const first = pool * 7;
      const values = Array.from(
        names.keys(),
        (_, node) => series[(first + node * 13) % series.length] ?? new Int16Array(minutes),
      );
      await telemetry.cpu.storePacked({ pool, fromMinute, fromSecond: 0, stepSeconds: 60, slots, values });
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  const seconds = (performance.now() - startedAt) / 1_000;
  return {
    poolIds: pools.map((pool) => pool.id),
    fromMinute,
    toMinute,
    samplesPerSecond: (pools.length * fleet.nodesPerPool * minutes) / seconds,
  };
}
