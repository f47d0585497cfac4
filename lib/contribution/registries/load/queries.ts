import { z } from "zod";
import {
  err,
  type Failure,
  isoInstantSchema,
  MINUTE_MS,
  type MinuteWindow,
  ok,
  type Result,
  toIso,
} from "../../../core/index.ts";
import { listBindings } from "../../../fleet/queries.ts";
import { loadRegistry } from "../../../fleet/registry/queries.ts";
import { parseWindow, type WindowRequest, windowFields } from "../../../hotness/index.ts";
import { type MeasureSource, measureFleet } from "../../../hotness/queries.ts";
import type { LoadMatrix } from "../../../telemetry/load/loadMatrix.ts";
import { readLoadMatrices } from "../../../telemetry/load/queries.ts";

export const registryLoadQuerySchema = z.strictObject({
  ...windowFields,
  region: z.string().max(200).optional().describe("left out: every region where it is"),
});

const amountSchema = z.number().nullable().describe("of the minute; null = nobody's load was reported");

/** What GET /api/v1/registries/{registry}/load answers: a row for each minute and pool. */
export const registryLoadSchema = z.strictObject({
  registry: z.string(),
  minutes: z
    .array(
      z.strictObject({
        ts: isoInstantSchema,
        region: z.string(),
        stamp: z.string(),
        pool: z.string(),
        requests: amountSchema,
        bytes: amountSchema,
        bound: z
          .boolean()
          .describe("false: it was not at home there, this is a drain or a move made elsewhere"),
      }),
    )
    .readonly(),
});

export type RegistryLoad = z.output<typeof registryLoadSchema>;

/** Minutes in one answer, over all pools: longer ones are asked for in parts. */
const MOST_ROWS = 200_000;

/** `GET /api/v1/registries/{registry}/load`: on every stamp where it was in the window. `not_found`, `malformed`, `invalid`. */
export async function getRegistryLoad(
  source: MeasureSource,
  registry: string,
  asked: { readonly query: z.output<typeof registryLoadQuerySchema>; readonly nowMs: number },
): Promise<Result<RegistryLoad, Failure>> {
  const request = parseWindow(asked.query);
  if (!request.ok) return request;
  const facts = await loadRegistry(source.database.prisma, registry);
  if (facts === null) return err({ code: "not_found", detail: `There is no registry ${registry}.` });
  const bindings = (await listBindings(source.database.prisma, facts.name)) ?? [];
  const regions = [...new Set(bindings.map(({ region }) => region))].filter(
    (region) => asked.query.region === undefined || region === asked.query.region,
  );
  const minutes: RegistryLoad["minutes"][number][] = [];
  for (const region of regions) {
    const stamps = new Set(bindings.filter((one) => one.region === region).map(({ stamp }) => stamp));
    const read = await readRegion(source, { region, stamps, request: request.value, nowMs: asked.nowMs });
    for (const { place, load } of read) {
      if (minutes.length + load.reported.length > MOST_ROWS) return err(TOO_LONG);
      for (const minute of minutesOf(load, facts.id)) minutes.push({ ...place, ...minute });
    }
  }
  return ok({ registry: facts.name, minutes });
}

const TOO_LONG: Failure = {
  code: "invalid",
  detail: "The window is too long for one answer: ask for it in parts, or for one region.",
  errors: [{ path: "from", message: "makes the window too long for one answer" }],
};

async function readRegion(
  source: MeasureSource,
  asked: {
    readonly region: string;
    readonly stamps: ReadonlySet<string>;
    readonly request: WindowRequest;
    readonly nowMs: number;
  },
) {
  const { region, stamps, request, nowMs } = asked;
  const measured = await measureFleet(source, { request, filter: { region }, nowMs });
  const pools = measured.pools.map(({ pool }) => pool).filter(({ stamp }) => stamps.has(stamp));
  const database = source.database;
  const matrices = await readLoadMatrices(database, pools, measured.window);
  return pools.flatMap((pool) => {
    const load = matrices.get(pool.id);
    return load === undefined ? [] : [{ place: { region, stamp: pool.stamp, pool: pool.name }, load }];
  });
}

/** Nothing for a registry that was not in the pool at all. */
function minutesOf(load: LoadMatrix, registry: number) {
  const series = load.registries.find((one) => one.registry === registry);
  if (series === undefined) return [];
  const isBound = (minute: number) =>
    series.bound.some((home: MinuteWindow) => minute >= home.fromMinute && minute < home.toMinute);
  return Array.from(load.reported, (reported, bin) => {
    const minute = load.fromMinute + bin;
    const known = reported === 1;
    return {
      ts: toIso(minute * MINUTE_MS),
      requests: known && load.measures.requests ? (series.requests[bin] ?? 0) : null,
      bytes: known && load.measures.bytes ? (series.bytes[bin] ?? 0) : null,
      bound: isBound(minute),
    };
  });
}

/** The minutes as a table. */
export function registryLoadTable({ minutes }: Pick<RegistryLoad, "minutes">) {
  return {
    columns: ["ts", "region", "stamp", "pool", "requests", "bytes", "bound"],
    rows: minutes.map((one) => [one.ts, one.region, one.stamp, one.pool, one.requests, one.bytes, one.bound]),
  };
}
