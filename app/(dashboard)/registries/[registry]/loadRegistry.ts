import type { TimeRange } from "#lib/charts/index.ts";
import { answerNote } from "#lib/contribution/contributionAnswer.ts";
import type { JudgedPool } from "#lib/contribution/judged/queries.ts";
import { readJudgedStamp } from "#lib/contribution/stamp/queries.ts";
import { MINUTE_MS, type MinuteWindow } from "#lib/core/index.ts";
import { listBindings } from "#lib/fleet/queries.ts";
import { loadRegistry, type RegistryFacts, type ReplicaFacts } from "#lib/fleet/registry/queries.ts";
import type { BindingInterval } from "#lib/fleet/types.ts";
import type { WindowRequest } from "#lib/hotness/index.ts";
import type { AppContext } from "#lib/http/appContext.ts";
import { pageApp } from "#lib/http/page.ts";
import { windowRequestOf } from "../../../_components/scope/windowRequest.ts";
import { placeView, type RegistryView, type ReplicaView } from "./registryView.ts";

/** Everything that the page of a registry shows. */
export async function loadRegistryPage(
  facts: RegistryFacts,
  asked: { readonly range: TimeRange; readonly canEdit: boolean },
): Promise<RegistryView> {
  const context = await pageApp();
  const nowMs = context.clock();
  const bindings = (await listBindings(context.database.prisma, facts.name)) ?? [];
  const request = windowRequestOf(asked.range);
  const replicas = await Promise.all(
    facts.replicas.map((replica) =>
      readReplica(context, {
        registry: facts.id,
        replica,
        bindings: bindings.filter(({ region }) => region === replica.region),
        request,
        nowMs,
      }),
    ),
  );
  const { name, tenant, isRetired } = facts;
  return { name, tenant, isRetired, canEdit: asked.canEdit && !isRetired, replicas, bindings, readMs: nowMs };
}

/** Its present name; null when there never was a registry of that name. */
export async function findRegistry(name: string): Promise<RegistryFacts | null> {
  return await loadRegistry((await pageApp()).database.prisma, name);
}

interface ReplicaAsked {
  readonly registry: number;
  readonly replica: ReplicaFacts;
  /** Of its region, the oldest first. */
  readonly bindings: readonly BindingInterval[];
  readonly request: WindowRequest;
  readonly nowMs: number;
}

async function readReplica(context: AppContext, asked: ReplicaAsked): Promise<ReplicaView> {
  const { replica, bindings, registry } = asked;
  const { window, pools } = await readPools(context, asked);
  return {
    region: replica.region,
    homeStamp: replica.homeStamp,
    boundAtMs: replica.boundAtMs,
    lastMovedAtMs: replica.lastMovedAtMs,
    constraints: replica.constraints,
    window,
    places: pools.flatMap((pool) => placeView(pool, registry) ?? []),
    notes: bindings.length === 0 ? [] : pools.flatMap(({ notes }) => notes.map(answerNote)),
  };
}

/** Pools of its home (of the last one, where it has none now), then of other stamps on which it was in the window. */
async function readPools(
  context: AppContext,
  { replica, bindings, request, nowMs }: ReplicaAsked,
): Promise<{ readonly window: MinuteWindow | null; readonly pools: readonly JudgedPool[] }> {
  const home = replica.homeStamp ?? bindings.at(-1)?.stamp;
  if (home === undefined) return { window: null, pools: [] };
  const here = await readJudgedStamp(context, { stamp: home, request, nowMs });
  if (!here.ok) return { window: null, pools: [] };
  const { window } = here.value;
  const others = [...new Set(bindings.filter((one) => isWithin(one, window)).map(({ stamp }) => stamp))];
  const dates = { kind: "dates" as const, ...window };
  const elsewhere = await Promise.all(
    others
      .filter((stamp) => stamp !== here.value.stamp)
      .map((stamp) => readJudgedStamp(context, { stamp, request: dates, nowMs })),
  );
  // A stamp that has been retired since has no page and no measures any more.
  return {
    window,
    pools: [...here.value.pools, ...elsewhere.flatMap((one) => (one.ok ? one.value.pools : []))],
  };
}

function isWithin({ boundAt, unboundAt }: BindingInterval, { fromMinute, toMinute }: MinuteWindow): boolean {
  const until = unboundAt === null ? Number.POSITIVE_INFINITY : Date.parse(unboundAt);
  return Date.parse(boundAt) < toMinute * MINUTE_MS && until > fromMinute * MINUTE_MS;
}
