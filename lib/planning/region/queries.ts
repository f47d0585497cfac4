import type { ContributionSource, JudgedPool } from "../../contribution/judged/queries.ts";
import { type Failure, ok, type Result } from "../../core/index.ts";
import { findHomesAt } from "../../fleet/bindings/queries.ts";
import { loadReplicas } from "../../fleet/queries.ts";
import { resolvePlanningSettings } from "../../fleet/settings.ts";
import type { FleetReplica } from "../../fleet/types.ts";
import type { WindowRequest } from "../../hotness/parseWindow.ts";
import { checkMoves } from "../../simulation/checkMoves.ts";
import { newStampsOf, notesOf } from "../../simulation/queries.ts";
import { fitRegion, type MeasuredRegion, measureRegion } from "../../simulation/region/queries.ts";
import type { SimulationBody } from "../../simulation/simulationBody.ts";
import type { PlannedStamp } from "../../simulation/types.ts";
import { sumLoad } from "../../telemetry/load/queries.ts";
import { readPhasesElsewhere } from "../elsewhere/queries.ts";
import type { NewPlannedStamp } from "../planContent.ts";
import type { ModelFigures, PlanRegion } from "../planRegion.ts";
import { planRulesOf } from "../planRules.ts";
import type { Traffic } from "../types.ts";

/** What is asked of a region for a plan. */
export interface RegionAsked {
  readonly region: string;
  readonly request: WindowRequest;
  /** In place of the limits that are set; null = those. */
  readonly limitP95: number | null;
  readonly newStamps: readonly NewPlannedStamp[];
  readonly phases: readonly {
    readonly moves: readonly { readonly registry: string; readonly to: string }[];
  }[];
  /** The plan that asks: its own phases are nobody else's. Null = it has no id yet. */
  readonly plan: number | null;
  readonly nowMs: number;
}

/** A region for a plan, and the plan's moves by the present names of their registries. */
export interface ReadRegion {
  readonly region: PlanRegion;
  /** The name that was sent → the present one. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * All that a plan is judged by, with every move checked as a simulation's: `invalid` with the place of each that cannot be,
 * where there is no such region, registry or stamp, or the stamp is in another region or lacks a kind of pool.
 */
export async function readPlanRegion(
  source: ContributionSource,
  asked: RegionAsked,
): Promise<Result<ReadRegion, Failure>> {
  const { prisma, pools: connections } = source.database;
  const { region, request, nowMs, phases } = asked;
  const found = await measureRegion(source, { region, request, nowMs });
  if (!found.ok) return found;
  const measured = holdLimit(found.value, asked.limitP95);
  const body = simulationBodyOf(asked);
  const planned = [...measured.planned, ...holdPlannedLimit(newStampsOf(body, measured), asked.limitP95)];
  const names = phases.flatMap(({ moves }) => moves.map(({ registry }) => registry));
  const [named, replicas, elsewhere, sums, shape] = await Promise.all([
    findHomesAt(prisma, { names, region, atMs: measured.atMs }),
    loadReplicas(prisma, { region }),
    readPhasesElsewhere(prisma, { exceptPlan: asked.plan, nowMs }),
    sumLoad(
      connections.read,
      measured.pools.map(({ pool }) => pool.id),
      measured.window,
    ),
    source.shape.current(),
  ]);
  const homes = new Map(named.map((home) => [home.asked, home]));
  const { stamps } = measured;
  const pools = measured.pools.map(({ pool }) => pool);
  const checked = checkMoves({ body, homes, stamps, pools, planned });
  if (!checked.ok) return checked;
  const destinations = checked.value.phases.flatMap(({ moves }) => moves.map(({ to }) => to));
  const touched = new Set([...checked.value.homes.values(), ...destinations]);
  const fitted = await fitRegion(source, measured, touched);
  const timeZone = shape.regions.find(({ name }) => name === region)?.timeZone ?? "UTC";
  const inhabited = new Set(replicas.map(({ homeStamp }) => homeStamp));
  const moved = new Set(checked.value.homes.keys());
  return ok({
    names: new Map(named.map(({ asked: sent, registry }) => [sent, registry])),
    region: {
      ...measured.window,
      region,
      pools: fitted.pools,
      planned: planned.filter(({ name }) => touched.has(name)),
      homes: checked.value.homes,
      tenants: new Map(named.map(({ registry, tenant }) => [registry, tenant])),
      ...trafficOf({ measured, sums, homes: checked.value.homes, replicas }),
      emptyStamps: new Set([...touched].filter((name) => !inhabited.has(name))),
      replicas,
      stamps,
      rules: planRulesOf(resolvePlanningSettings(measured.overrides, region), timeZone),
      elsewhere,
      models: fitted.judged.flatMap((pool) => modelFigures(pool, touched)),
      notes: notesOf(fitted.judged, { touched, window: measured.window, moved }),
    },
  });
}

/** A region's measures against one limit for all of its pools. */
function holdLimit(measured: MeasuredRegion, limitP95: number | null): MeasuredRegion {
  if (limitP95 === null) return measured;
  return {
    ...measured,
    pools: measured.pools.map((pool) => {
      const { hotNodeP95 } = pool.measures;
      const excess = hotNodeP95 === null ? null : Math.max(0, hotNodeP95 - limitP95);
      return { ...pool, measures: { ...pool.measures, limit: limitP95, excess } };
    }),
    planned: holdPlannedLimit(measured.planned, limitP95),
  };
}

function holdPlannedLimit(planned: readonly PlannedStamp[], limitP95: number | null): PlannedStamp[] {
  return planned.map((stamp) => ({
    ...stamp,
    pools: stamp.pools.map((pool) => ({ ...pool, limit: limitP95 ?? pool.limit })),
  }));
}

function simulationBodyOf({ region, newStamps, phases }: RegionAsked): SimulationBody {
  return {
    region,
    phases: phases.map(({ moves }) => ({ moves: moves.map(({ registry, to }) => ({ registry, to })) })),
    newStamps: newStamps.map(({ name, kind, pools }) => ({
      name,
      kind,
      pools: pools.map(({ vcpusPerNode, ...pool }) => ({
        ...pool,
        ...(vcpusPerNode === null ? {} : { vcpusPerNode }),
      })),
    })),
  };
}

/** Traffic over the window: of each registry that moves, in all pools of its home, and of the whole region. */
function trafficOf({
  measured,
  sums,
  homes,
  replicas,
}: {
  readonly measured: MeasuredRegion;
  readonly sums: Awaited<ReturnType<typeof sumLoad>>;
  readonly homes: ReadonlyMap<string, string>;
  readonly replicas: readonly FleetReplica[];
}): Pick<PlanRegion, "traffic" | "regionTraffic"> {
  const whole = { requests: 0, bytes: 0 };
  for (const { registries } of sums.values())
    for (const load of registries.values()) {
      whole.requests += load.requests;
      whole.bytes += load.bytes;
    }
  // What has no sum in a whole region is a measure that nobody reports.
  const told = (amount: number, total: number) => (total > 0 ? amount : null);
  const idOf = new Map(replicas.map(({ registry, registryId }) => [registry, registryId]));
  const poolsOf = Map.groupBy(measured.pools, ({ pool }) => pool.stamp);
  const traffic = [...homes].map(([registry, stamp]): [string, Traffic] => {
    const id = idOf.get(registry) ?? -1;
    const loads = (poolsOf.get(stamp) ?? []).flatMap(
      ({ pool }) => sums.get(pool.id)?.registries.get(id) ?? [],
    );
    const sum = (measure: "requests" | "bytes") => loads.reduce((all, load) => all + load[measure], 0);
    return [
      registry,
      { requests: told(sum("requests"), whole.requests), bytes: told(sum("bytes"), whole.bytes) },
    ];
  });
  return {
    traffic: new Map(traffic),
    regionTraffic: {
      requests: told(whole.requests, whole.requests),
      bytes: told(whole.bytes, whole.bytes),
    },
  };
}

function modelFigures({ placed, model }: JudgedPool, touched: ReadonlySet<string>): ModelFigures[] {
  if (model === null || !touched.has(placed.stamp)) return [];
  return [
    {
      stamp: placed.stamp,
      pool: placed.pool,
      r2: model.r2,
      residual: model.residualPoints,
      bins: model.bins,
    },
  ];
}
