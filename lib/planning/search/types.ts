/** A pool as the search sees it. */
export interface SearchPool {
  /** Index of its stamp. */
  readonly stamp: number;
  /** Index of its kind: load moves between pools of one kind. */
  readonly kind: number;
  /** What its hot-node P95 may be, points: the limit less a margin for the high end of the interval. */
  readonly limit: number;
  /** Points of its hot node per unit of demand; more than 0. */
  readonly scale: number;
  /** Hot(bin) as measured, points; NaN = no data. */
  readonly measured: ArrayLike<number>;
  /** What its P95 is multiplied by while one update domain is out, d ÷ (d − 1); 1 = not asked. */
  readonly domainLossFactor: number;
}

/** What an item puts on pools of one kind. */
export interface SearchLoad {
  readonly kind: number;
  /** Points of its home's hot node that go with it, per bin; not negative. */
  readonly leave: ArrayLike<number>;
  /** Demand per bin: arrives at a pool as demand × scale, points; not negative. */
  readonly demand: ArrayLike<number>;
}

/** A registry's replica that may move. */
export interface SearchItem {
  /** Index of its stamp. */
  readonly home: number;
  /** What moving it disturbs, in any unit; not negative. */
  readonly traffic: number;
  /** Stamps that may take it, its home apart; each has a pool of every kind that it loads. */
  readonly allowed: readonly number[];
  /** Index of its tenant. */
  readonly tenant: number;
  readonly loads: readonly SearchLoad[];
}

/** What a plan should also be like, in points of worst P95 that it is worth. */
export interface SoftWeights {
  /** Per stamp more that a tenant, other than the largest, is spread over than at the start. */
  readonly tenantSplit: number;
  /** For all of a largest tenant's traffic on one stamp; in proportion for less. */
  readonly largestTenantTogether: number;
  /** How many tenants are the largest. */
  readonly largestTenants: number;
  /** Per point that a pool is over 100 with one update domain out. */
  readonly domainLoss: number;
}

export const NO_SOFT_WEIGHTS: SoftWeights = {
  tenantSplit: 0,
  largestTenantTogether: 0,
  largestTenants: 0,
  domainLoss: 0,
};

/** Everything the search knows. Items are known by their index. */
export interface SearchInstance {
  readonly bins: number;
  readonly stamps: number;
  readonly kinds: number;
  readonly pools: readonly SearchPool[];
  readonly items: readonly SearchItem[];
  readonly mostMoves: number;
  /** What each move has to take off the total excess, points: no noise is chased. */
  readonly minimumGainPoints: number;
  /** Pairs of items that must not share a stamp. */
  readonly apart: readonly (readonly [number, number])[];
  readonly soft: SoftWeights;
}

/** What a placement comes to, in the order of the objective. */
export interface Objective {
  /** Sum over pools of the points of P95 over the limit. */
  readonly excess: number;
  readonly traffic: number;
  readonly moves: number;
  /** The highest P95 of any pool, points. */
  readonly worstP95: number;
  /** What the soft weights add to it, points. */
  readonly softPoints: number;
}

export interface SearchProgress {
  readonly evaluations: number;
  readonly mostEvaluations: number;
  readonly excess: number;
  readonly moves: number;
}

export interface SearchOptions {
  /** Same seed and same instance, same plan. */
  readonly seed: number;
  /** How many exact evaluations may be spent; absent: by the size of the instance. */
  readonly mostEvaluations?: number;
  /** Asked often; true cuts the search off. */
  readonly shouldStop?: () => boolean;
  readonly onProgress?: (progress: SearchProgress) => void;
}

export interface SearchResult {
  /** Stamp of each item. */
  readonly placement: Int32Array;
  /** The items that move, in an order in which every cutover is within the limits. */
  readonly order: readonly number[];
  readonly objective: Objective;
  readonly evaluations: number;
  /** False where it was cut off before its evaluations were spent. */
  readonly complete: boolean;
}
