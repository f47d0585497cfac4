import { dotProduct, gramMatrix } from "../stats/index.ts";
import { clipOutliers, combine, heavyBins } from "./clipOutliers.ts";
import { pointsOf } from "./frame.ts";
import type { LoadColumn } from "./loadColumns.ts";
import { costsOfColumn, type OwnCosts } from "./ownCosts.ts";
import {
  chooseSpread,
  posteriorVariances,
  type Ridge,
  type RidgeFit,
  type RidgeProblem,
  type RidgeSide,
  settleRidge,
  solveRidge,
} from "./ridge.ts";
import { type Whitening, whiten } from "./whiten.ts";

/** What each node's own series tells, beside the average: which loads sit on it more than evenly. */
export interface NodeSplits {
  /** Per node. */
  readonly idle: Float64Array;
  /** Per node: points of its idle floor that no like node has, 0 for most: something runs there that tenants did not ask for. */
  readonly ownWork: Float64Array;
  /** Per node: part of any load, 1 = even. */
  readonly factors: Float64Array;
  /** Per column and node: added to the node's factor. */
  readonly deviations: readonly Float64Array[];
  /** Posterior deviation of those, per column. */
  readonly posterior: Float64Array;
  readonly spread: number;
  /** Per node and used bin, demand as the model has it. */
  readonly predicted: readonly Float64Array[];
}

export interface NodeSplitsDesign {
  fit(demand: readonly Float64Array[]): NodeSplits;
  /** Solves again, the spread as it was found; `own` is what the average told this time. */
  refit(demand: readonly Float64Array[], own: OwnCosts): NodeSplits;
}

/** The ridge of an ordinary node, and that of one with work of its own, at the spread that was found. */
interface Settled {
  readonly common: Ridge;
  readonly loaded: Ridge;
  readonly spread: number;
  readonly variances: Float64Array;
}

const SPREADS = [0.05, 0.1, 0.18, 0.3, 0.5, 0.8, 1.3, 2] as const;
/** Idle floors of like nodes are alike, points; one node in fifty has something of its own running on it. */
const IDLE_DEVIATION = 1;
const OWN_WORK_DEVIATION = 40;
const OWN_WORK_ODDS = Math.log(1 / 50);
/** What a load balancer hands out, whoever asks, is nearly even. */
const FACTOR_DEVIATION = 0.15;
/** A node under this part of readable minutes is taken to have work of its own only where load falls so far short, points. */
const MOSTLY_TOLD = 0.5;
const SHORT_POINTS = 5;
const FIXED = 2;
const OUTLIER = 3;
/** A spread loose enough to find the noise before the spread is known. */
const LOOSE = 0.5;

interface SplitsInput {
  readonly columns: readonly LoadColumn[];
  readonly whitening: Whitening;
  /** Per node, the part of its minutes that tell what was asked of it. */
  readonly told: Float64Array;
}

/** Node − average = its idle − the pool's + (factor − 1) × all load + every column's deviation from that. */
export function designNodeSplits(own: OwnCosts, input: SplitsInput): NodeSplitsDesign {
  const design = new SplitsDesign(own, input);
  return {
    fit: (demand) => {
      design.settle(demand, own);
      return design.solve(demand, own);
    },
    refit: (demand, average) => design.solve(demand, average),
  };
}

/** What is to be explained of every node: its demand beside the average's. */
class SplitsDesign {
  readonly #input: SplitsInput;
  readonly #length: number;
  readonly #raw: readonly Float64Array[];
  readonly #whitened: readonly Float64Array[];
  readonly #heavy: Int32Array;
  readonly #lowest: Float64Array;
  #settled: Settled | null = null;
  #before: readonly Float64Array[] | null = null;

  constructor(own: OwnCosts, input: SplitsInput) {
    this.#input = input;
    this.#length = own.predicted.length;
    this.#raw = [
      new Float64Array(this.#length).fill(1),
      own.predicted.map((value) => value - own.idle),
      ...input.columns.map((column, index) => pointsOf(column, costsOfColumn(own, index))),
    ];
    this.#whitened = this.#raw.map((series) => whiten(series, input.whitening));
    this.#heavy = heavyBins(input.whitening.weights);
    this.#lowest = Float64Array.from(this.#raw, (_, place) => (place === 0 ? -own.idle : -1));
  }

  /** Finds the spread of the parts under which all nodes together are likeliest. */
  settle(demand: readonly Float64Array[], average: OwnCosts): void {
    const { columns } = this.#input;
    const lone: RidgeProblem = {
      gram: gramMatrix(this.#whitened),
      size: this.#raw.length,
      relativePrior: Float64Array.from([0, 0, ...columns.map(({ relativePrior }) => relativePrior)]),
      fixedPrior: Float64Array.from([IDLE_DEVIATION, FACTOR_DEVIATION]),
      noise: 1,
      observations: this.#length,
    };
    const sides = this.#responses(demand, average).map((response) => this.#sideOf(response));
    const loose = settleRidge(lone, LOOSE);
    const noise = median(sides.map((side) => solveRidge(loose, side).noise));
    const chosen = columns.length > 0 ? SPREADS : ([SPREADS[0]] as const);
    const { spread, ridge } = chooseSpread({ ...lone, noise }, sides, chosen);
    const fixedPrior = Float64Array.from([OWN_WORK_DEVIATION, FACTOR_DEVIATION]);
    const loaded = settleRidge({ ...lone, noise, fixedPrior }, spread);
    this.#settled = { spread, common: ridge, loaded, variances: posteriorVariances(ridge) };
  }

  solve(demand: readonly Float64Array[], average: OwnCosts): NodeSplits {
    if (this.#settled === null) throw new Error("the spread was not settled");
    const { common, loaded, spread, variances } = this.#settled;
    const fits = this.#responses(demand, average).map((response, node) => {
      const side = this.#sideOf(response);
      const hasOwnWork = this.#mayHaveOwnWork(node, demand) && isOwnWorkLikelier(loaded, common, side);
      return { hasOwnWork, ...this.#solveRobustly(hasOwnWork ? loaded : common, response, side) };
    });
    const predicted = fits.map(({ coefficients }) => {
      const change = combine(this.#raw, coefficients, this.#length);
      return average.predicted.map((value, index) => value + (change[index] ?? 0));
    });
    this.#before = predicted;
    const left = median(fits.map(({ noise }) => noise));
    const { columns } = this.#input;
    return {
      idle: Float64Array.from(fits, ({ coefficients }) => Math.max(0, average.idle + (coefficients[0] ?? 0))),
      ownWork: Float64Array.from(fits, ({ coefficients, hasOwnWork }) =>
        hasOwnWork ? (coefficients[0] ?? 0) : 0,
      ),
      factors: Float64Array.from(fits, ({ coefficients }) => 1 + (coefficients[1] ?? 0)),
      deviations: columns.map((_, place) =>
        Float64Array.from(fits, ({ coefficients }) => coefficients[place + FIXED] ?? 0),
      ),
      posterior: Float64Array.from(columns, (_, place) => Math.sqrt((variances[place + FIXED] ?? 0) * left)),
      spread,
      predicted,
    };
  }

  #responses(demand: readonly Float64Array[], average: OwnCosts): Float64Array[] {
    return demand.map((row) =>
      whiten(
        row.map((value, index) => value - (average.predicted[index] ?? 0)),
        this.#input.whitening,
      ),
    );
  }

  #sideOf(response: Float64Array): RidgeSide {
    return {
      projection: Float64Array.from(this.#whitened, (column) => dotProduct(column, response)),
      square: dotProduct(response, response),
    };
  }

  #solveRobustly(ridge: Ridge, response: Float64Array, side: RidgeSide): RidgeFit {
    const first = solveRidge(ridge, side, this.#lowest);
    const fitted = combine(this.#whitened, first.coefficients, this.#length);
    const clipped = clipOutliers(response, fitted, { limit: OUTLIER, heavy: this.#heavy });
    return solveRidge(ridge, this.#sideOf(clipped), this.#lowest);
  }

  /** A node that is hardly ever off its ceiling looks as if nothing moved it: first ask whether load alone could do it. */
  #mayHaveOwnWork(node: number, demand: readonly Float64Array[]): boolean {
    if ((this.#input.told[node] ?? 0) >= MOSTLY_TOLD) return true;
    const expected = this.#before?.[node];
    if (expected === undefined) return false;
    let short = 0;
    for (let index = 0; index < this.#length; index++)
      short += Math.max(0, (demand[node]?.[index] ?? 0) - (expected[index] ?? 0));
    return short > SHORT_POINTS * this.#length;
  }
}

/** A node beside one with work of its own stands below the average: that is no work of its own. */
function isOwnWorkLikelier(loaded: Ridge, common: Ridge, side: RidgeSide): boolean {
  const own = solveRidge(loaded, side);
  const odds = OWN_WORK_ODDS + own.evidence - solveRidge(common, side).evidence;
  return odds > 0 && (own.coefficients[0] ?? 0) > 0;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 1;
}
