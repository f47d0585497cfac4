import type { Pool } from "pg";
import { type EpochMinute, MINUTE_MS, MINUTES_PER_HOUR, minuteOf } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { sumLoad } from "../../telemetry/load/queries.ts";
import type { DrainReading, RunMove } from "../types.ts";
import { firstDrainMinute, judgeDrain, type MinuteLoad } from "./judgeDrain.ts";

/** Where load is read from. */
export interface DrainSource {
  readonly prisma: Transaction;
  readonly pools: { readonly read: Pool };
}

/** Later minutes are looked at from the newest back, at most so many. */
const MOST_MINUTES = 5;

/** What is known of a move's drain now. The move is bound. */
export async function readDrain(
  { prisma, pools: { read } }: DrainSource,
  move: RunMove & { readonly boundAtMs: number },
  nowMs: number,
): Promise<DrainReading> {
  const replica = await prisma.replica.findUnique({
    where: { id: move.replicaId },
    select: { registryId: true },
  });
  const pools = await prisma.pool.findMany({
    where: { stamp: { name: move.from }, retiredAt: null },
    select: { id: true },
  });
  const registry = replica?.registryId ?? -1;
  const ids = pools.map(({ id }) => id);
  const bound = minuteOf(move.boundAtMs);
  const earlier = await sumLoad(read, ids, { fromMinute: bound - MINUTES_PER_HOUR, toMinute: bound });
  const reporting = [...earlier.keys()];
  const loadIn = async (minute: EpochMinute): Promise<MinuteLoad | null> => {
    const sums = await sumLoad(read, reporting, { fromMinute: minute, toMinute: minute + 1 });
    // A pool that reported before and is silent now might carry what is left.
    return reporting.every((id) => sums.has(id)) ? meanOf(sums, registry) : null;
  };
  const before = meanOf(earlier, registry);
  const after = [];
  for (const minute of minutesToLookAt(move.boundAtMs, nowMs))
    after.push({ minute, load: await loadIn(minute) });
  return judgeDrain({ boundAtMs: move.boundAtMs, nowMs, before, after });
}

/** The first that tells, and the newest whole ones: late reports and long drains are both seen. */
function minutesToLookAt(boundAtMs: number, nowMs: number): readonly EpochMinute[] {
  const first = firstDrainMinute(boundAtMs);
  const end = Math.floor(nowMs / MINUTE_MS);
  const from = Math.max(first + 1, end - MOST_MINUTES);
  const later = Array.from({ length: Math.max(0, end - from) }, (_, at) => from + at);
  return first < end ? [first, ...later] : [];
}

/** A minute's mean, summed over the pools that report; null = none does. */
function meanOf(sums: Awaited<ReturnType<typeof sumLoad>>, registry: number): MinuteLoad | null {
  if (sums.size === 0) return null;
  let requests = 0;
  let bytes = 0;
  for (const { minutes, registries } of sums.values()) {
    const own = registries.get(registry);
    requests += (own?.requests ?? 0) / minutes;
    bytes += (own?.bytes ?? 0) / minutes;
  }
  return { requests, bytes };
}
