import { dotProduct, gramMatrix } from "../stats/index.ts";
import { clipOutliers, combine, heavyBins } from "./clipOutliers.ts";
import { type Frame, meanOf, pointsOf } from "./frame.ts";
import type { LoadColumn } from "./loadColumns.ts";
import {
  chooseSpread,
  drawPosterior,
  posteriorVariances,
  type Ridge,
  type RidgeProblem,
  solveRidge,
} from "./ridge.ts";
import type { LoadCosts } from "./types.ts";
import { type Whitening, whiten } from "./whiten.ts";

/** What is taken for granted of a pool until its own data say otherwise. Deviations of the costs are relative. */
export interface LevelPrior {
  readonly idlePoints: number;
  readonly idleDeviation: number;
  readonly costs: LoadCosts;
  readonly costDeviation: number;
}

/** What the pool's average tells: its idle floor, its costs, and each registry's own. */
export interface OwnCosts {
  readonly idle: number;
  readonly idleDeviation: number;
  readonly costs: LoadCosts;
  /** The costs at which the columns were laid out. */
  readonly at: LoadCosts;
  /** Per column: its cost is `costs` + this × `at`. */
  readonly deviations: Float64Array;
  /** Draws of the posterior of all coefficients together, as differences from the solution. */
  readonly draws: readonly CostDraw[];
  readonly spread: number;
  /** Noise variance left in the average. */
  readonly noise: number;
  /** Pool average as the model has it, per used bin. */
  readonly predicted: Float64Array;
}

/** One draw, as differences: of the two costs, and per column of its deviation. */
export interface CostDraw extends LoadCosts {
  readonly deviations: Float64Array;
}

export interface OwnCostsDesign {
  /** Finds the spread under which the average is likeliest, then solves. */
  fit(average: Float64Array): OwnCosts;
  /** Solves again for another average, the spread as it was found. */
  refit(average: Float64Array): OwnCosts;
}

/** Registries of a service rarely differ more than a few times in what a request costs. */
const SPREADS = [0.03, 0.06, 0.1, 0.16, 0.25, 0.4, 0.6, 0.9] as const;
/** Intercept, all requests, all bytes stand before the registries. */
const FIXED = 3;
const OUTLIER = 3;
const CLIP_ROUNDS = 2;

/** Average = idle + all load at the pool's costs + every column's deviation from them. */
export function designOwnCosts(input: {
  readonly frame: Frame;
  readonly columns: readonly LoadColumn[];
  readonly prior: LevelPrior;
  readonly at: LoadCosts;
  readonly whitening: Whitening;
  readonly noise: number;
}): OwnCostsDesign {
  const { frame, columns, prior, at, whitening, noise } = input;
  const length = frame.bins.length;
  const expected = pointsOf(frame.totals, prior.costs).map((points) => points + prior.idlePoints);
  const none = { pointsPerRequest: 0, pointsPerByte: 0 };
  const raw = [
    new Float64Array(length).fill(1),
    pointsOf(frame.totals, { ...none, pointsPerRequest: prior.costs.pointsPerRequest }),
    pointsOf(frame.totals, { ...none, pointsPerByte: prior.costs.pointsPerByte }),
    ...columns.map((column) => pointsOf(column, at)),
  ];
  const whitened = raw.map((series) => whiten(series, whitening));
  const heavy = heavyBins(whitening.weights);
  const problem: RidgeProblem = {
    gram: gramMatrix(whitened),
    size: raw.length,
    relativePrior: Float64Array.from([0, 0, 0, ...columns.map(({ relativePrior }) => relativePrior)]),
    fixedPrior: Float64Array.from([prior.idleDeviation, prior.costDeviation, prior.costDeviation]),
    noise,
    observations: length,
  };
  // Neither idle nor any cost may come out negative.
  const lowest = Float64Array.from(raw, (_, place) => (place === 0 ? -prior.idlePoints : -1));
  let settled: { readonly spread: number; readonly ridge: Ridge; readonly variances: Float64Array } | null =
    null;

  function solve(average: Float64Array, again: boolean): OwnCosts {
    const response = whiten(
      average.map((value, index) => value - (expected[index] ?? 0)),
      whitening,
    );
    const sideOf = (right: Float64Array) => ({
      projection: Float64Array.from(whitened, (column) => dotProduct(column, right)),
      square: dotProduct(right, right),
    });
    if (settled === null || !again) {
      const chosen = columns.length > 0 ? SPREADS : ([SPREADS[0]] as const);
      const { spread, ridge } = chooseSpread(problem, [sideOf(response)], chosen);
      settled = { spread, ridge, variances: posteriorVariances(ridge) };
    }
    const { spread, ridge, variances } = settled;
    let fit = solveRidge(ridge, sideOf(response), lowest);
    for (let round = 0; round < CLIP_ROUNDS; round++) {
      const fitted = combine(whitened, fit.coefficients, length);
      fit = solveRidge(ridge, sideOf(clipOutliers(response, fitted, { limit: OUTLIER, heavy })), lowest);
    }
    const draws = drawPosterior(ridge, Math.sqrt(fit.noise));
    const [idleChange = 0, requestChange = 0, byteChange = 0] = fit.coefficients;
    const deviationOf = (place: number) => Math.sqrt((variances[place] ?? 0) * fit.noise);
    const change = combine(raw, fit.coefficients, length);
    return {
      idle: prior.idlePoints + idleChange,
      idleDeviation: deviationOf(0),
      costs: {
        pointsPerRequest: prior.costs.pointsPerRequest * (1 + requestChange),
        pointsPerByte: prior.costs.pointsPerByte * (1 + byteChange),
      },
      at,
      deviations: fit.coefficients.slice(FIXED),
      draws: draws.map((draw) => ({
        pointsPerRequest: prior.costs.pointsPerRequest * (draw[1] ?? 0),
        pointsPerByte: prior.costs.pointsPerByte * (draw[2] ?? 0),
        deviations: draw.slice(FIXED),
      })),
      spread,
      noise: fit.noise,
      predicted: expected.map((value, index) => value + (change[index] ?? 0)),
    };
  }
  return { fit: (average) => solve(average, false), refit: (average) => solve(average, true) };
}

/** The costs of a column: never negative. */
export function costsOfColumn(own: OwnCosts, column: number): LoadCosts {
  const deviation = own.deviations[column] ?? 0;
  return {
    pointsPerRequest: Math.max(0, own.costs.pointsPerRequest + deviation * own.at.pointsPerRequest),
    pointsPerByte: Math.max(0, own.costs.pointsPerByte + deviation * own.at.pointsPerByte),
  };
}

/** Agents and health checks take a few percent of a node, whatever is asked of it. */
const USUAL_IDLE = { idlePoints: 3, idleDeviation: 2.5 };
const LEAST_LOAD_POINTS = 0.5;
const UNTOLD_COST_DEVIATION = 1;

/** What to take for granted when no other pool tells: a usual idle floor, the rest half by requests, half by bytes. */
export function usualPrior(frame: Frame, average: Float64Array): LevelPrior {
  const points = Math.max(LEAST_LOAD_POINTS, meanOf(average) - USUAL_IDLE.idlePoints);
  const requests = meanOf(frame.totals.requests);
  const bytes = meanOf(frame.totals.bytes);
  const part = requests > 0 && bytes > 0 ? 0.5 : 1;
  return {
    ...USUAL_IDLE,
    costs: {
      pointsPerRequest: requests > 0 ? (part * points) / requests : 0,
      pointsPerByte: bytes > 0 ? (part * points) / bytes : 0,
    },
    costDeviation: UNTOLD_COST_DEVIATION,
  };
}
