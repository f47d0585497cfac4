import { z } from "zod";
import {
  type Failure,
  MINUTES_PER_DAY,
  type MinuteWindow,
  minuteOf,
  ok,
  type Result,
} from "../../core/index.ts";
import {
  overrideOf,
  previewSetting,
  type SettingBody,
  type SettingPreview,
  withChange,
} from "../../fleet/index.ts";
import { heatmapMeasureSchema } from "../binHeatmap.ts";
import { readHeatmap } from "../heatmap/queries.ts";
import {
  MOST_HEATMAP_DAYS,
  parseWindow,
  type WindowRequest,
  windowFields,
  windowOf,
} from "../parseWindow.ts";
import { type MeasuredPool, type MeasureSource, measuredOnce, measureFleet, readScope } from "../queries.ts";
import { poolStateSchema } from "../types.ts";
import { answerFleet, type FleetAnswer } from "./fleetAnswer.ts";
import { answerHeatmap, chooseColumns, type HeatmapAnswer } from "./heatmapAnswer.ts";

const filterFields = {
  region: z.string().max(200).optional(),
  kind: z.string().max(200).optional().describe("pool kind"),
  state: poolStateSchema.optional(),
};

export const fleetQuerySchema = z.strictObject({ ...windowFields, ...filterFields });

export const heatmapQuerySchema = z.strictObject({
  ...windowFields,
  ...filterFields,
  step: z.string().max(20).optional().describe("5m, 1h, 1d, or seconds; left out: at most 288 columns"),
  measure: heatmapMeasureSchema.default("hot"),
});

/** `GET /api/v1/fleet`: every pool, measured. `malformed` for a window that is none. */
export async function getFleet(
  source: MeasureSource,
  query: z.output<typeof fleetQuerySchema>,
  nowMs: number,
): Promise<Result<FleetAnswer, Failure>> {
  const request = parseWindow(query);
  if (!request.ok) return request;
  return ok(answerFleet(await measureFleet(source, { request: request.value, filter: query, nowMs })));
}

/** `GET /api/v1/fleet/heatmap`. Without a window the last day. `malformed` for a step or window that is none. */
export async function getHeatmap(
  source: MeasureSource,
  query: z.output<typeof heatmapQuerySchema>,
  nowMs: number,
): Promise<Result<HeatmapAnswer, Failure>> {
  const asked = parseWindow(query, MOST_HEATMAP_DAYS);
  if (!asked.ok) return asked;
  const isAsked = query.from !== undefined || (query.window ?? "") !== "";
  const request: WindowRequest = isAsked ? asked.value : { kind: "last", minutes: MINUTES_PER_DAY };
  const { window, pools } = await heatmapScope(source, { request, query, nowMs });
  const columns = chooseColumns(window, { step: query.step, rows: pools.length });
  if (!columns.ok) return columns;
  const { measure } = query;
  return ok(answerHeatmap(await readHeatmap(source, { columns: columns.value, measure, pools })));
}

/** Only a state, or the peak, needs the fleet measured first. */
async function heatmapScope(
  source: MeasureSource,
  asked: {
    readonly request: WindowRequest;
    readonly query: z.output<typeof heatmapQuerySchema>;
    readonly nowMs: number;
  },
): Promise<{ readonly window: MinuteWindow; readonly pools: readonly MeasuredPool["pool"][] }> {
  const { request, query, nowMs } = asked;
  if (query.state === undefined && request.kind !== "peak") {
    const { pools } = await readScope(source, query);
    return { window: windowOf(request, minuteOf(nowMs)), pools };
  }
  const measured = await measureFleet(source, { request, filter: query, nowMs });
  return { window: measured.window, pools: measured.pools.map(({ pool }) => pool) };
}

/**
 * `POST /api/v1/settings/preview`: which pools a changed setting would re-classify. The fleet is measured twice over its
 * peak, as it is set and as it would be, so that a change of the window, of coverage or of staleness shows as well.
 */
export async function previewFleetSetting(
  given: MeasureSource,
  body: SettingBody,
  nowMs: number,
): Promise<Result<SettingPreview, Failure>> {
  const source = measuredOnce(given);
  const { overrides } = await readScope(source, {});
  const change = overrideOf(body);
  const asked = { request: { kind: "peak" }, filter: {}, nowMs } as const;
  const before = await measureFleet(source, { ...asked, overrides });
  const after = await measureFleet(source, { ...asked, overrides: withChange(overrides, change) });
  const afterOf = new Map(after.pools.map((one) => [one.pool.id, one.measures]));
  const pools = before.pools.map(({ pool, measures }) => ({
    region: pool.region,
    stamp: pool.stamp,
    pool: pool.name,
    kind: pool.kind,
    before: measures,
    after: afterOf.get(pool.id) ?? measures,
  }));
  return ok(previewSetting(pools, change));
}
