import { flagPool, isUnknown, type PoolChangeFacts } from "./flagPool.ts";
import { keepProjection } from "./keptProjections.ts";
import { NOTHING_MOVED, type Placement, placeCutover, placeMoves } from "./placeMoves.ts";
import { planPool } from "./plannedPool.ts";
import { type AskedChanges, PoolProjector } from "./projectPool.ts";
import { layOutRegion, type PoolChanges, type Region, type RegionPool } from "./regionLayout.ts";
import { seedOf } from "./seedOf.ts";
import type {
  HotProjection,
  Move,
  PhasePool,
  PoolProjection,
  PrefixPool,
  SimulatedPool,
  SimulationInput,
} from "./types.ts";

/** A step among others: what was moved before it, and its own moves. */
export interface WalkStep {
  readonly before: readonly Move[];
  readonly moves: readonly Move[];
}

type Project<Projected> = (pool: RegionPool, changes: PoolChanges) => Projected | null;

/**
 * A region, asked about step after step. Every answer follows from its question alone; a question that goes on from one
 * that was asked just before costs what its own moves cost, however many there were before them.
 */
export class RegionWalk {
  readonly #homes: SimulationInput["homes"];
  readonly #region: Region;
  readonly #projectors = new Map<RegionPool, PoolProjector>();
  /** By pool that does not exist yet and the pool that it is laid out by. */
  readonly #plans = new Map<RegionPool, Map<AskedChanges["pool"], AskedChanges["pool"]>>();
  #placed: { readonly moves: readonly Move[]; readonly placement: Placement } = {
    moves: [],
    placement: NOTHING_MOVED,
  };

  constructor(input: Omit<SimulationInput, "phases">) {
    this.#homes = input.homes;
    this.#region = layOutRegion({ ...input, phases: [] });
  }

  /** Every pool of the region after these moves, planned ones last. */
  poolsAfter(moves: readonly Move[]): SimulatedPool[] {
    const placement = this.#place(moves);
    return this.#region.pools.map((pool) => this.#describe(pool, placement, this.#projectAll));
  }

  /** The pools that a step touches, after it and while it cuts over. */
  phase(step: WalkStep): PhasePool[] {
    return this.#step(step, this.#projectAll);
  }

  /** The same by their hottest node alone. */
  prefix(step: WalkStep): PrefixPool[] {
    return this.#step(step, this.#projectHot);
  }

  #step<Projected extends HotProjection>(
    { before: earlier, moves }: WalkStep,
    project: Project<Projected>,
  ): PhasePool<Projected>[] {
    const before = this.#place(earlier);
    const after = placeMoves(this.#homes, moves, before);
    const overlap = placeCutover(before, after);
    const stamps = new Set(moves.flatMap(({ registry, to }) => [to, this.#locate(before, registry)]));
    const pools = this.#region.pools.filter(({ stamp }) => stamps.has(stamp));
    return pools.map((pool): PhasePool<Projected> => {
      // What is on the pool during the cutover stays on it or comes on top: asked first, it is a part of what follows.
      const cutover = this.#describe(pool, overlap, project).after;
      return { ...this.#describe(pool, after, project), cutover };
    });
  }

  /** Where everything stands after moves; goes on from what was asked before where they begin alike. */
  #place(moves: readonly Move[]): Placement {
    const known = this.#placed;
    const goesOn =
      known.moves.length <= moves.length && known.moves.every((move, place) => move === moves[place]);
    const placement = goesOn
      ? placeMoves(this.#homes, moves.slice(known.moves.length), known.placement)
      : placeMoves(this.#homes, moves);
    this.#placed = { moves, placement };
    return placement;
  }

  /** Where a registry stands under a placement; "" where it is unknown. */
  #locate({ now }: Placement, registry: string): string {
    return now.get(registry) ?? this.#homes.get(registry) ?? "";
  }

  #projectAll: Project<PoolProjection> = (pool, changes) => {
    const asked = this.#askedOf(pool, changes);
    if (asked === null) return null;
    const projector = this.#projectorOf(pool);
    return pool.measured === null
      ? projector.project(asked)
      : keepProjection({ ...asked, ...identityOf(pool) }, () => projector.project(asked));
  };

  #projectHot: Project<HotProjection> = (pool, changes) => {
    const asked = this.#askedOf(pool, changes);
    return asked === null ? null : this.#projectorOf(pool).projectHot(asked);
  };

  /** Null where nothing can be projected. */
  #askedOf(pool: RegionPool, { leaving, arriving, donor }: PoolChanges): AskedChanges | null {
    const fitted = pool.measured === null ? this.#planOf(pool, donor) : pool.measured.fitted;
    return fitted === null ? null : { pool: fitted, leaving, arriving };
  }

  #planOf(pool: RegionPool, donor: PoolChanges["donor"]): AskedChanges["pool"] | null {
    if (pool.planned === null || donor === null) return null;
    const plans = this.#plans.get(pool) ?? new Map<AskedChanges["pool"], AskedChanges["pool"]>();
    this.#plans.set(pool, plans);
    const plan = plans.get(donor) ?? planPool(donor, pool.planned);
    plans.set(donor, plan);
    return plan;
  }

  #projectorOf(pool: RegionPool): PoolProjector {
    const projector = this.#projectors.get(pool) ?? new PoolProjector(identityOf(pool));
    this.#projectors.set(pool, projector);
    return projector;
  }

  #describe<Projected extends HotProjection>(
    pool: RegionPool,
    placement: Placement,
    project: Project<Projected>,
  ): SimulatedPool<Projected> {
    const changes = this.#region.changesOf(pool, placement);
    const { stamp, kind, limit, before } = pool;
    const facts = factsOf(pool, changes);
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
}

function identityOf({ stamp, pool, hidden }: RegionPool) {
  return { seed: seedOf(stamp, pool), hidden };
}

function factsOf(pool: RegionPool, changes: PoolChanges | null): PoolChangeFacts {
  return {
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
}

function toldOf(estimate: PoolProjection["hotNodeP95"] | number | null): number | null {
  return typeof estimate === "object" ? (estimate?.value ?? null) : estimate;
}

function excessOf(hotNodeP95: number | null, limit: number): number | null {
  return hotNodeP95 === null ? null : Math.max(0, hotNodeP95 - limit);
}
