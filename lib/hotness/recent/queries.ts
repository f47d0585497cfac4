import { type EpochMinute, hourOf, MINUTES_PER_HOUR, type MinuteWindow } from "../../core/index.ts";
import type { FleetPool } from "../../fleet/index.ts";
import type { PoolHours } from "../../telemetry/cpu/hours/poolHours.ts";
import { EXPECTED_AFTER_MINUTES } from "../../telemetry/cpu/presence.ts";
import type { PoolWindow } from "../../telemetry/types.ts";
import { lookBackWindow } from "../choosePeakWindow.ts";
import { measureNow } from "../measureNow.ts";
import type { WindowRequest } from "../parseWindow.ts";
import { latestDataMinute } from "../slicePoolWindow.ts";
import type { HotnessSettings } from "../types.ts";

/** How far back "over the limit since" is looked for where the window is given by its dates. */
const RECENT_HOURS = 6;

/** From the furthest look-back that the request needs to the running minute and with it. */
export function recentWindow(
  settings: readonly HotnessSettings["window"][],
  request: WindowRequest,
  nowMinute: EpochMinute,
): MinuteWindow {
  const starts = settings.map((window) => lookBackWindow(nowMinute, window).fromMinute);
  if (request.kind === "last") starts.push(nowMinute - request.minutes);
  if (request.kind === "dates" || starts.length === 0)
    starts.splice(0, starts.length, nowMinute - RECENT_HOURS * MINUTES_PER_HOUR);
  return { fromMinute: Math.min(...starts), toMinute: nowMinute + 1 };
}

export interface FleetWindows {
  /** By pool id, up to and with the running minute. */
  readonly recentOf: ReadonlyMap<number, PoolWindow>;
  /** By pool id, the dates asked for; null where none were. */
  readonly datedOf: ReadonlyMap<number, PoolWindow> | null;
}

/**
 * What a fleet is measured from. Beside dates, all of `recent` is read only of the pools that are over their limit now;
 * of the others as much as tells that they are not.
 */
export async function readFleetWindows(
  hours: PoolHours,
  asked: {
    readonly request: WindowRequest;
    readonly pools: readonly FleetPool[];
    /** Those and the others that have a say in the peak. */
    readonly heard: readonly FleetPool[];
    readonly settingsOf: (pool: FleetPool) => HotnessSettings;
    readonly recent: MinuteWindow;
    readonly nowMinute: EpochMinute;
  },
): Promise<FleetWindows> {
  const { request, pools, settingsOf, recent, nowMinute } = asked;
  if (request.kind !== "dates")
    return { recentOf: await hours.readWindows(idsOf(asked.heard), recent), datedOf: null };
  const staleMinutes = pools.reduce((most, pool) => Math.max(most, settingsOf(pool).staleMinutes), 0);
  const near = nearWindow(recent, nowMinute, staleMinutes);
  const [nearOf = new Map(), datedOf = new Map()] = await hours.readAll(idsOf(pools), [near, request]);
  // Where nobody has any data near, all of `recent` says since when.
  const isSilent = nearOf.values().every((window) => latestDataMinute(window) === null);
  const further = isSilent ? pools : pools.filter((pool) => isOver(nearOf.get(pool.id), pool));
  const farOf = further.length === 0 ? [] : await hours.readWindows(idsOf(further), recent);
  return { recentOf: new Map([...nearOf, ...farOf]), datedOf };

  function isOver(near: PoolWindow | undefined, pool: FleetPool): boolean {
    return near !== undefined && measureNow(near, nowMinute, settingsOf(pool)).overSince !== null;
  }
}

/**
 * The end of `recent` that says how hot it is now and whether it is over its limit: so many minutes without data end
 * every run. It begins no earlier than 15 minutes into the hour before, so that no further hour is needed to count nodes.
 */
function nearWindow(recent: MinuteWindow, nowMinute: EpochMinute, staleMinutes: number): MinuteWindow {
  const hourBefore = (hourOf(nowMinute) - 1) * MINUTES_PER_HOUR + EXPECTED_AFTER_MINUTES;
  const fromMinute = Math.max(recent.fromMinute, Math.min(hourBefore, nowMinute - staleMinutes));
  return { fromMinute, toMinute: recent.toMinute };
}

function idsOf(pools: readonly FleetPool[]): number[] {
  return pools.map(({ id }) => id);
}
