import { flagPool, isUnknown, type PoolChangeFacts } from "./flagPool.ts";
import { type Placement, placeCutover, placeMoves } from "./placeMoves.ts";
import { planPool } from "./plannedPool.ts";
import { projectPool } from "./projectPool.ts";
import { layOutRegion, type PoolChanges, type Region, type RegionPool } from "./regionLayout.ts";
import { seedOf } from "./seedOf.ts";
import type {
  LoadChange,
  Move,
  PhasePool,
  PoolProjection,
  SimulatedPool,
  Simulation,
  SimulationInput,
} from "./types.ts";

/**
 * What moves do to every pool of a region: see projectPool for one pool. Phases add up; a pool that no move touches has
 * exactly what was measured. Moves must name registries with a home in `homes` and stamps among `pools` and `planned`;
 * others change nothing, so refuse them before.
 */
export function simulateMoves(input: SimulationInput): Simulation {
  const region = layOutRegion(input);
  const steps: Placement[] = [placeMoves(input.homes, [])];
  const moves: Move[] = [];
  for (const phase of input.phases) {
    moves.push(...phase.moves);
    steps.push(placeMoves(input.homes, moves));
  }
  const last = steps.at(-1) ?? placeMoves(input.homes, []);
  const project = rememberProjections(region);
  return {
    pools: region.pools.map((pool) => describePool(region, pool, { placement: last, project })),
    phases: input.phases.map(({ moves: own }, index) => {
      const before = steps[index] ?? last;
      const after = steps[index + 1] ?? last;
      const overlap = placeCutover(before, after);
      const stamps = new Set(own.flatMap(({ registry, to }) => [to, locate(input.homes, before, registry)]));
      const pools = region.pools.filter(({ stamp }) => stamps.has(stamp));
      return {
        pools: pools.map((pool): PhasePool => {
          const described = describePool(region, pool, { placement: after, project });
          return { ...described, cutover: describePool(region, pool, { placement: overlap, project }).after };
        }),
      };
    }),
  };
}

/** Where a registry stands under a placement; "" where it is unknown. */
function locate(homes: SimulationInput["homes"], { reached }: Placement, registry: string): string {
  for (const [stamp, names] of reached) if (names.includes(registry)) return stamp;
  return homes.get(registry) ?? "";
}

type Project = (pool: RegionPool, changes: PoolChanges) => PoolProjection | null;

/** The last phase is asked for twice, and most pools are the same from phase to phase. */
function rememberProjections(region: Region): Project {
  const known = new Map<string, PoolProjection | null>();
  const order = new Map(region.pools.map((pool, index) => [pool, index]));
  return (pool, changes) => {
    const names = (list: readonly LoadChange[]) => list.map(({ load }) => load.name);
    const key = JSON.stringify([order.get(pool), names(changes.leaving), names(changes.arriving)]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const { measured, planned } = pool;
    const fitted =
      measured !== null
        ? measured.fitted
        : planned !== null && changes.donor !== null
          ? planPool(changes.donor, planned)
          : null;
    const projection =
      fitted === null
        ? null
        : projectPool({
            pool: fitted,
            hidden: pool.hidden,
            leaving: changes.leaving,
            arriving: changes.arriving,
            seed: seedOf(pool.stamp, pool.pool),
          });
    known.set(key, projection);
    return projection;
  };
}

function describePool(
  region: Region,
  pool: RegionPool,
  { placement, project }: { readonly placement: Placement; readonly project: Project },
): SimulatedPool {
  const changes = region.changesOf(pool, placement);
  const { stamp, kind, limit, before } = pool;
  const facts: PoolChangeFacts = {
    coverage: pool.measured?.measures.coverage.lesser ?? null,
    planned: pool.planned !== null,
    hidden: pool.hidden > 0 || (changes?.arriving.some((change) => change.hidden > 0) ?? false),
    unknownArrivals: changes?.unknown ?? 0,
    model: pool.measured?.fitted?.model ?? null,
    missing: pool.measured?.missing ?? null,
    rules: pool.measured?.rules ?? null,
    vcpus: pool.measured?.fitted?.model.vcpusPerNode ?? pool.planned?.vcpusPerNode ?? null,
    gains: (changes?.arriving.length ?? 0) + (changes?.unknown ?? 0) > 0,
    touched: changes !== null,
  };
  const projected = changes === null ? before : isUnknown(facts) ? null : project(pool, changes);
  const after = projected === null ? null : toldOf(projected.hotNodeP95);
  return {
    stamp,
    pool: pool.pool,
    kind,
    role: changes === null ? "untouched" : facts.gains ? "destination" : "source",
    limit,
    before,
    after: projected,
    excess: { before: excessOf(before.hotNodeP95, limit), after: excessOf(after, limit) },
    flags: flagPool(facts, { before, after: projected, limit }),
  };
}

function toldOf(estimate: PoolProjection["hotNodeP95"] | number | null): number | null {
  return typeof estimate === "object" ? (estimate?.value ?? null) : estimate;
}

function excessOf(hotNodeP95: number | null, limit: number): number | null {
  return hotNodeP95 === null ? null : Math.max(0, hotNodeP95 - limit);
}
