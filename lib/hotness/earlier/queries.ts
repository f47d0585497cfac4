import type { MinuteWindow } from "../../core/index.ts";
import { hotNodeP95 } from "../hotNodeP95.ts";
import type { MeasureSource } from "../queries.ts";
import { hullOf } from "../regionWindows.ts";

/**
 * Hot-node P95 of pools over the same hours as their windows, so many minutes earlier: what a trend is held against.
 * Null where there was no data then.
 */
export async function readEarlierP95(
  source: Pick<MeasureSource, "hours">,
  pools: readonly { readonly id: number; readonly window: MinuteWindow }[],
  earlierMinutes: number,
): Promise<ReadonlyMap<number, number | null>> {
  const hull = hullOf(pools.map((pool) => pool.window));
  if (hull === null) return new Map();
  const shifted = shift(hull, -earlierMinutes);
  const binsOf = await source.hours.readBins(
    pools.map((pool) => pool.id),
    { window: shifted, column: "hot" },
  );
  return new Map(
    pools.map(({ id, window }) => {
      const from = window.fromMinute - hull.fromMinute;
      const hot = binsOf.get(id)?.values.subarray(from, from + window.toMinute - window.fromMinute);
      return [id, hot === undefined ? null : hotNodeP95(hot)];
    }),
  );
}

function shift({ fromMinute, toMinute }: MinuteWindow, minutes: number): MinuteWindow {
  return { fromMinute: fromMinute + minutes, toMinute: toMinute + minutes };
}
