import { z } from "zod";
import { isoInstantSchema, MINUTE_MS, type MinuteWindow, nextCursorSchema, toIso } from "../../core/index.ts";
import type { FleetPool, FleetReplica } from "../../fleet/types.ts";
import type { LoadSums } from "../../telemetry/load/loadMatrix.ts";

const loadSchema = z
  .number()
  .nullable()
  .describe("a minute, over all pools of its home; null = nobody reported it in the last hour");

/** What GET /api/v1/registries answers: a row for each registry and region where it has a home. */
export const registryListSchema = z.strictObject({
  loadWindow: z
    .strictObject({ from: isoInstantSchema, to: isoInstantSchema })
    .nullable()
    .describe("what the load is the mean of; null = too many pools at once, name a region or stamp"),
  registries: z
    .array(
      z.strictObject({
        registry: z.string(),
        tenant: z.string(),
        region: z.string(),
        homeStamp: z.string(),
        boundAt: isoInstantSchema,
        lastMovedAt: isoInstantSchema.nullable(),
        pinned: z.boolean(),
        excluded: z.boolean(),
        freezes: z.number().int().describe("spans of time in which it must not move"),
        mustNotShareWith: z.array(z.string()).readonly(),
        requestsPerMinute: loadSchema,
        bytesPerMinute: loadSchema,
      }),
    )
    .readonly(),
  nextCursor: nextCursorSchema,
});

export type RegistryList = z.output<typeof registryListSchema>;
export type ListedReplica = RegistryList["registries"][number];

export interface ListedLoad {
  readonly window: MinuteWindow;
  /** By stamp id. */
  readonly poolsOf: ReadonlyMap<number, readonly FleetPool[]>;
  /** By pool id. */
  readonly sums: ReadonlyMap<number, LoadSums>;
}

/** A replica as it is listed. `load` null = it was not read. */
export function listReplica(replica: FleetReplica, load: ListedLoad | null): ListedReplica {
  const { constraints, lastMovedAtMs } = replica;
  return {
    registry: replica.registry,
    tenant: replica.tenant,
    region: replica.region,
    homeStamp: replica.homeStamp,
    boundAt: toIso(replica.boundAtMs),
    lastMovedAt: lastMovedAtMs === null ? null : toIso(lastMovedAtMs),
    pinned: constraints.pinned,
    excluded: constraints.excluded,
    freezes: constraints.freezes.length,
    mustNotShareWith: constraints.mustNotShareWith,
    ...loadOf(replica, load),
  };
}

/** Minutes in which a pool had no load reported are left out of its mean, not counted as 0. */
function loadOf(replica: FleetReplica, load: ListedLoad | null) {
  const sums = (load?.poolsOf.get(replica.homeStampId) ?? []).flatMap(({ id }) => load?.sums.get(id) ?? []);
  if (sums.length === 0) return { requestsPerMinute: null, bytesPerMinute: null };
  let requestsPerMinute = 0;
  let bytesPerMinute = 0;
  for (const { minutes, registries } of sums) {
    const own = registries.get(replica.registryId);
    requestsPerMinute += (own?.requests ?? 0) / minutes;
    bytesPerMinute += (own?.bytes ?? 0) / minutes;
  }
  return { requestsPerMinute, bytesPerMinute };
}

export function answerLoadWindow(load: ListedLoad | null): RegistryList["loadWindow"] {
  if (load === null) return null;
  return { from: toIso(load.window.fromMinute * MINUTE_MS), to: toIso(load.window.toMinute * MINUTE_MS) };
}

/** The list as a table. Tenants stand apart by `|`, as in the table of constraints. */
export function registryTable({ registries }: Pick<RegistryList, "registries">) {
  return {
    columns: [
      "registry",
      "tenant",
      "region",
      "home_stamp",
      "bound_at",
      "last_moved_at",
      "pinned",
      "excluded",
      "freezes",
      "must_not_share_with",
      "requests_per_minute",
      "bytes_per_minute",
    ],
    rows: registries.map((one) => [
      one.registry,
      one.tenant,
      one.region,
      one.homeStamp,
      one.boundAt,
      one.lastMovedAt,
      one.pinned,
      one.excluded,
      one.freezes,
      one.mustNotShareWith.join("|"),
      one.requestsPerMinute,
      one.bytesPerMinute,
    ]),
  };
}
