import { dotProduct, gramMatrix } from "../stats/index.ts";
import { clipOutliers, combine, heavyBins } from "./clipOutliers.ts";
import { pointsOf } from "./frame.ts";
import type { LoadColumn } from "./loadColumns.ts";
import { costsOfColumn, type OwnCosts } from "./ownCosts.ts";
import {
  chooseSpread,
  posteriorVariances,
  type Ridge,
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

/**
 * Node − average = its idle − the pool's + (factor − 1) × all load + every column's deviation from that.
 * @param told per node, the part of its minutes that tell what was asked of it
 */
export function designNodeSplits(
  own: OwnCosts,
  columns: readonly LoadColumn[],
  { whitening, told }: { readonly whitening: Whitening; readonly told: Float64Array },
): NodeSplitsDesign {
  const length = own.predicted.length;
  const raw = [
    new Float64Array(length).fill(1),
    own.predicted.map((value) => value - own.idle),
    ...columns.map((column, index) => pointsOf(column, costsOfColumn(own, index))),
  ];
  const whitened = raw.map((series) => whiten(series, whitening));
  const heavy = heavyBins(whitening.weights);
  const lone: RidgeProblem = {
    gram: gramMatrix(whitened),
    size: raw.length,
    relativePrior: Float64Array.from([0, 0, ...columns.map(({ relativePrior }) => relativePrior)]),
    fixedPrior: Float64Array.from([IDLE_DEVIATION, FACTOR_DEVIATION]),
    noise: 1,
    observations: length,
  };
  const lowest = Float64Array.from(raw, (_, place) => (place === 0 ? -own.idle : -1));
  let settled: Settled | null = null;
  let before: readonly Float64Array[] | null = null;
  const sideOf = (right: Float64Array) => ({
    projection: Float64Array.from(whitened, (column) => dotProduct(column, right)),
    square: dotProduct(right, right),
  });

  /** A node that is hardly ever off its ceiling looks as if nothing moved it: first ask whether load alone could do it. */
  function mayHaveOwnWork(node: number, demand: readonly Float64Array[]): boolean {
    if ((told[node] ?? 0) >= MOSTLY_TOLD) return true;
    const expected = before?.[node];
    if (expected === undefined) return false;
    let short = 0;
    for (let index = 0; index < length; index++)
      short += Math.max(0, (demand[node]?.[index] ?? 0) - (expected[index] ?? 0));
    return short > SHORT_POINTS * length;
  }

  function solve(demand: readonly Float64Array[], average: OwnCosts, again: boolean): NodeSplits {
    const responses = demand.map((row) =>
      whiten(
        row.map((value, index) => value - (average.predicted[index] ?? 0)),
        whitening,
      ),
    );
    if (settled === null || !again) {
      const sides = responses.map(sideOf);
      const loose = settleRidge(lone, LOOSE);
      const noise = median(sides.map((side) => solveRidge(loose, side).noise));
      const chosen = columns.length > 0 ? SPREADS : ([SPREADS[0]] as const);
      const { spread, ridge } = chooseSpread({ ...lone, noise }, sides, chosen);
      const fixedPrior = Float64Array.from([OWN_WORK_DEVIATION, FACTOR_DEVIATION]);
      const loaded = settleRidge({ ...lone, noise, fixedPrior }, spread);
      settled = { spread, common: ridge, loaded, variances: posteriorVariances(ridge) };
    }
    const { common, loaded, spread, variances } = settled;
    const ownWork: boolean[] = [];
    const fits = responses.map((response, node) => {
      const side = sideOf(response);
      const hasOwnWork = mayHaveOwnWork(node, demand) && isOwnWorkLikelier(loaded, common, side);
      ownWork.push(hasOwnWork);
      const ridge = hasOwnWork ? loaded : common;
      const first = solveRidge(ridge, side, lowest);
      const fitted = combine(whitened, first.coefficients, length);
      return solveRidge(ridge, sideOf(clipOutliers(response, fitted, { limit: OUTLIER, heavy })), lowest);
    });
    const predicted = fits.map(({ coefficients }) => {
      const change = combine(raw, coefficients, length);
      return average.predicted.map((value, index) => value + (change[index] ?? 0));
    });
    before = predicted;
    const left = median(fits.map(({ noise }) => noise));
    return {
      idle: Float64Array.from(fits, ({ coefficients }) => Math.max(0, average.idle + (coefficients[0] ?? 0))),
      ownWork: Float64Array.from(fits, ({ coefficients }, node) =>
        ownWork[node] === true ? (coefficients[0] ?? 0) : 0,
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
  return {
    fit: (demand) => solve(demand, own, false),
    refit: (demand, average) => solve(demand, average, true),
  };
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
