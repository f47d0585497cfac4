import { isOtherWeekday } from "../../../backtest/episodeWindows.ts";
import { MINUTE_MS, MINUTES_PER_DAY, type MinuteWindow } from "../../../core/index.ts";
import type { FleetPool } from "../../../fleet/types.ts";
import { type LoadSource, readLoadMatrices } from "../../../telemetry/load/queries.ts";
import { measureTraffic, type StampLoads } from "../measureTraffic.ts";
import type { GateTraffic } from "../types.ts";

export interface TrafficQuestion {
  readonly moves: readonly { readonly registry: string; readonly from: string; readonly to: string }[];
  /** Of the stamps on both ends. */
  readonly pools: readonly FleetPool[];
  readonly window: MinuteWindow;
  readonly firstBoundMs: number;
  readonly timeZone: string;
}

/** A week back there was a day of the same kind. */
const MOST_DAYS = 7;

/** What the moved registries were asked for in a window, and in the same clock hours of a day before; null = nothing moved. */
export async function readTraffic(source: LoadSource, asked: TrafficQuestion): Promise<GateTraffic | null> {
  if (asked.moves.length === 0) return null;
  const after = await readStampLoads(source, asked.pools, asked.window);
  const days = daysBefore(asked);
  for (const [place, window] of days.entries()) {
    const before = await readStampLoads(source, asked.pools, window);
    const isLast = place === days.length - 1;
    if (!isLast && !isReported(before, asked.moves)) continue;
    return measureTraffic({
      moves: asked.moves,
      before,
      after,
      window,
      isOtherWeekday: isOtherWeekday(window, asked.window, asked.timeZone),
    });
  }
  return null;
}

/** The last of the same kind of day, then the last of any; at least one. */
function daysBefore({ window, firstBoundMs, timeZone }: TrafficQuestion): MinuteWindow[] {
  const bound = Math.floor(firstBoundMs / MINUTE_MS);
  const fewest = Math.max(1, Math.ceil((window.toMinute - bound) / MINUTES_PER_DAY));
  const all = Array.from({ length: MOST_DAYS }, (_, more) => {
    const shift = (fewest + more) * MINUTES_PER_DAY;
    return { fromMinute: window.fromMinute - shift, toMinute: window.toMinute - shift };
  });
  const same = all.find((day) => !isOtherWeekday(day, window, timeZone));
  const last = all.slice(0, 1);
  return same === undefined || same === all[0] ? last : [same, ...last];
}

async function readStampLoads(
  source: LoadSource,
  pools: readonly FleetPool[],
  window: MinuteWindow,
): Promise<StampLoads> {
  const loads = await readLoadMatrices(source, pools, window);
  const stamps = Map.groupBy(pools, ({ stamp }) => stamp);
  return new Map(
    [...stamps].map(([stamp, own]) => [stamp, own.flatMap(({ id }) => loads.get(id) ?? [])] as const),
  );
}

function isReported(loads: StampLoads, moves: TrafficQuestion["moves"]): boolean {
  return moves.every(({ from }) => loads.get(from)?.some(({ reported }) => reported.includes(1)) ?? false);
}
