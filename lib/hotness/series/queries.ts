import { err, type Failure, type MinuteWindow, minuteOf, ok, type Result } from "../../core/index.ts";
import { type FleetPool, resolveSettings, type SettingOverrides } from "../../fleet/index.ts";
import { findThing } from "../../fleet/naming/thing/commands.ts";
import { readNodeMatrix } from "../../telemetry/cpu/queries.ts";
import type { NodeNames } from "../../telemetry/names/queries.ts";
import type { PoolWindow } from "../../telemetry/types.ts";
import { lookBackWindow } from "../choosePeakWindow.ts";
import { type WindowRequest, windowOf } from "../parseWindow.ts";
import { type MeasureSource, readScope } from "../queries.ts";
import { chooseRegionWindow } from "../regionWindows.ts";
import {
  answerNodes,
  answerSeries,
  type PoolHours,
  type PoolNodes,
  type PoolSeries,
} from "./seriesAnswer.ts";

/** One pool by name, and which hours of it. */
export interface PoolAsked {
  readonly stamp: string;
  readonly pool: string;
  readonly request: WindowRequest;
  readonly nowMs: number;
}

/** Minutes in one answer: 31 days. Longer ones are asked for in parts. */
const LONGEST_MINUTES = 31 * 1_440;
/** Cells in one answer: a hundred nodes for a week. */
const MOST_CELLS = 1_000_000;

/** `GET /api/v1/stamps/{stamp}/pools/{pool}/series`. `not_found`; `invalid` where the window is too long for one answer. */
export async function readPoolSeries(
  source: MeasureSource,
  asked: PoolAsked,
): Promise<Result<PoolSeries, Failure>> {
  const found = await findPool(source, asked);
  if (!found.ok) return found;
  const { pool, window } = found.value;
  if (window.toMinute - window.fromMinute > LONGEST_MINUTES) return err(tooLong("31 days"));
  return ok(answerSeries(await readPoolHours(source, pool, window)));
}

/** `GET /api/v1/stamps/{stamp}/pools/{pool}/nodes`. `not_found`; `invalid` where it is too much for one answer. */
export async function readPoolNodes(
  source: MeasureSource,
  asked: PoolAsked,
): Promise<Result<PoolNodes, Failure>> {
  const found = await findPool(source, asked);
  if (!found.ok) return found;
  const { pool, window } = found.value;
  if (window.toMinute - window.fromMinute > LONGEST_MINUTES) return err(tooLong("31 days"));
  const matrix = await readNodeMatrix(source.database.pools.read, pool.id, window);
  const cells = (matrix?.nodes.length ?? 0) * (window.toMinute - window.fromMinute);
  if (cells > MOST_CELLS) return err(tooLong("a million values"));
  return ok(answerNodes(pool, window, matrix));
}

/** One pool over a window, and the names of the nodes that were hottest. */
export async function readPoolHours(
  source: Pick<MeasureSource, "hours" | "nodeNames">,
  pool: FleetPool,
  window: MinuteWindow,
): Promise<PoolHours> {
  const windows = await source.hours.readWindows([pool.id], window);
  const hours = windows.get(pool.id) ?? silentWindow(pool.id, window);
  return { pool, window: hours, nodeNames: await nameHottest(source.nodeNames, hours) };
}

/** The present name of a stamp that has, or once had, this name; null when there is none in use. */
export async function findStampName(
  source: Pick<MeasureSource, "database">,
  name: string,
): Promise<string | null> {
  return (await findThing(source.database.prisma, "stamp", name))?.name ?? null;
}

/** Names of the nodes of `hottest`, by slot. */
export async function nameHottest(
  nodeNames: NodeNames,
  window: Pick<PoolWindow, "pool" | "hottest">,
): Promise<ReadonlyMap<number, string>> {
  const slots = [...new Set(window.hottest)].filter((slot) => slot >= 0);
  const names = await nodeNames.find(slots.map((slot) => ({ pool: window.pool, slot })));
  return new Map(
    slots.flatMap((slot, at): [number, string][] => {
      const name = names[at] ?? null;
      return name === null ? [] : [[slot, name]];
    }),
  );
}

async function findPool(
  source: MeasureSource,
  asked: PoolAsked,
): Promise<Result<{ readonly pool: FleetPool; readonly window: MinuteWindow }, Failure>> {
  const stamp = await findStampName(source, asked.stamp);
  if (stamp === null) return notThere(`There is no stamp ${asked.stamp}.`);
  const { pools, overrides } = await readScope(source, {});
  const pool = pools.find((one) => one.stamp === stamp && one.name === asked.pool);
  if (pool === undefined) {
    const names = pools.filter((one) => one.stamp === stamp).map(({ name }) => name);
    return notThere(
      `${stamp} has no pool ${asked.pool}${names.length > 0 ? `; it has ${names.join(", ")}` : ""}.`,
    );
  }
  const peers = pools.filter((one) => one.region === pool.region);
  return ok({ pool, window: await readWindow(source, { peers, overrides, region: pool.region, ...asked }) });
}

/** The hours of a request for a region; its peak is chosen over all of its pools. */
async function readWindow(
  source: MeasureSource,
  asked: Pick<PoolAsked, "request" | "nowMs"> & {
    readonly peers: readonly FleetPool[];
    readonly region: string;
    readonly overrides: SettingOverrides;
  },
): Promise<MinuteWindow> {
  const nowMinute = minuteOf(asked.nowMs);
  if (asked.request.kind !== "peak") return windowOf(asked.request, nowMinute);
  const settings = resolveSettings(asked.overrides, { region: asked.region, poolKind: "" }).window;
  const windows = await source.hours.readWindows(
    asked.peers.map((pool) => pool.id),
    lookBackWindow(nowMinute, settings),
  );
  const { fromMinute, toMinute } = chooseRegionWindow(
    { region: asked.region, pools: [...windows.values()], settings },
    asked.request,
    nowMinute,
  );
  return { fromMinute, toMinute };
}

function silentWindow(pool: number, { fromMinute, toMinute }: MinuteWindow): PoolWindow {
  const bins = toMinute - fromMinute;
  const nothing = new Int16Array(bins).fill(-1);
  const none = new Uint16Array(bins);
  return {
    pool,
    fromMinute,
    toMinute,
    hot: nothing,
    average: nothing,
    hottest: nothing,
    present: none,
    expected: none,
  };
}

function notThere(detail: string): Result<never, Failure> {
  return err({ code: "not_found", detail });
}

function tooLong(most: string): Failure {
  const detail = `The window is too long for one answer, which holds at most ${most}: ask for it in parts.`;
  return { code: "invalid", detail, errors: [{ path: "from", message: detail }] };
}
