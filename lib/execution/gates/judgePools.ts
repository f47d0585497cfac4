import { jointInterval } from "./jointInterval.ts";
import type { GateCheck, GateControl, GatePool, GateRules } from "./types.ts";

/** PRODUCT.md, Gates: under this nothing is told. */
export const LEAST_COVERAGE = 0.9;

/** Coverage, limit, prediction and relief of every pool that the phase touches. Intervals are joint over those pools. */
export function judgePools(pools: readonly GatePool[], rules: GateRules): GateCheck[] {
  if (pools.length === 0)
    return [
      inconclusive(
        "coverage",
        null,
        "No whole hour of its observation can be judged: too little of it is left after the first minutes, in which caches are cold, or nothing was reported.",
      ),
    ];
  const predicted = pools.filter((pool) => pool.predicted !== null).length;
  return pools.flatMap((pool) => [
    judgeCoverage(pool),
    ...(pool.role === "destination" ? [judgeLimit(pool)] : []),
    judgePrediction(pool, predicted),
    ...(pool.role === "source" ? [judgeRelief(pool, predicted, rules)] : []),
  ]);
}

function judgeCoverage(pool: GatePool): GateCheck {
  const { coverage } = pool;
  const words = `${nameOf(pool)}: ${coverage === null ? "no data" : `${Math.floor(coverage * 100)} % of its data is there`}`;
  const isEnough = coverage !== null && coverage >= LEAST_COVERAGE;
  return {
    ...of("coverage", pool),
    verdict: isEnough ? "pass" : "inconclusive",
    value: coverage,
    least: LEAST_COVERAGE,
    sentence: isEnough ? `${words}.` : `${words}; ${LEAST_COVERAGE * 100} % are needed.`,
  };
}

function judgeLimit(pool: GatePool): GateCheck {
  const { measuredP95, limit } = pool;
  const base = {
    ...of("over_limit", pool),
    question: "nobody_else_worse",
    value: measuredP95,
    most: limit,
  } as const;
  if (measuredP95 === null)
    return {
      ...base,
      verdict: "inconclusive",
      sentence: `${nameOf(pool)} has no hot-node P95 to hold against its limit.`,
    };
  const words = `${nameOf(pool)} has a hot-node P95 of ${points(measuredP95)} %`;
  return measuredP95 > limit
    ? { ...base, verdict: "fail", sentence: `${words}, over its limit of ${points(limit)} %.` }
    : { ...base, verdict: "pass", sentence: `${words}, under its limit of ${points(limit)} %.` };
}

function intervalOf(pool: GatePool, predicted: number) {
  if (pool.predicted === null) return null;
  const { unmovedP95, modelledP95 } = pool;
  const driftPoints = unmovedP95 === null || modelledP95 === null ? 0 : unmovedP95 - modelledP95;
  return jointInterval(pool.predicted, { pools: predicted, driftPoints, isNew: pool.isNew });
}

function judgePrediction(pool: GatePool, predicted: number): GateCheck {
  const { measuredP95 } = pool;
  const interval = intervalOf(pool, predicted);
  const base = { ...of("prediction", pool), value: measuredP95 };
  if (interval === null || measuredP95 === null)
    return {
      ...base,
      verdict: "inconclusive",
      sentence: `${nameOf(pool)} cannot be held against a prediction: ${pool.refusal ?? "there is no data"}.`,
    };
  const { value, low, high } = interval;
  const words = `${nameOf(pool)}: ${points(measuredP95)} % measured, ${points(value)} % (${points(low)}–${points(high)}) predicted on the load that came`;
  const isInside = measuredP95 >= low && measuredP95 <= high;
  return {
    ...base,
    least: low,
    most: high,
    verdict: isInside ? "pass" : "inconclusive",
    sentence: isInside ? `${words}: as predicted.` : `${words}: outside.`,
  };
}

/** A relief so small that half of it is inside what a prediction cannot know is told by the prediction alone. */
function judgeRelief(pool: GatePool, predicted: number, { reliefShare }: GateRules): GateCheck {
  const { measuredP95, unmovedP95 } = pool;
  const interval = intervalOf(pool, predicted);
  const base = of("relief", pool);
  if (interval === null || measuredP95 === null || unmovedP95 === null)
    return {
      ...base,
      verdict: "inconclusive",
      sentence: `${nameOf(pool)}: how much it was relieved cannot be told, ${pool.refusal ?? "for lack of data"}.`,
    };
  const wanted = unmovedP95 - interval.value;
  const had = unmovedP95 - measuredP95;
  const least = reliefShare * wanted;
  const words = `${nameOf(pool)} was to be relieved by ${points(wanted)} points, and was by ${points(had)}`;
  const told = { ...base, value: had, least };
  if (wanted - least <= interval.high - interval.value)
    return {
      ...told,
      verdict: "not_applicable",
      sentence: `${words}: too little to be told apart from chance.`,
    };
  return had >= least
    ? { ...told, verdict: "pass", sentence: `${words}.` }
    : {
        ...told,
        verdict: "inconclusive",
        sentence: `${words}: less than ${Math.round(reliefShare * 100)} % of it.`,
      };
}

/** Control pools: none that was under its limit may be over it now. Those without data say nothing; all without say so. */
export function judgeControls(controls: readonly GateControl[]): GateCheck[] {
  const known = controls.filter(
    ({ afterP95, beforeP95, coverage }) =>
      afterP95 !== null && beforeP95 !== null && coverage !== null && coverage >= LEAST_COVERAGE,
  );
  if (controls.length === 0)
    return [
      {
        ...of("control", null),
        verdict: "not_applicable",
        sentence: "The region has no pool of the same kind that is untouched.",
      },
    ];
  if (known.length === 0)
    return [inconclusive("control", null, "None of the untouched pools has enough data.")];
  const over = known.filter((one) => (one.afterP95 ?? 0) > one.limit && (one.beforeP95 ?? 0) <= one.limit);
  if (over.length === 0)
    return [
      {
        ...of("control", null),
        verdict: "pass",
        value: 0,
        most: 0,
        sentence: `None of ${known.length} untouched pools is newly over its limit${known.length < controls.length ? `; of ${controls.length - known.length} more too little is known` : ""}.`,
      },
    ];
  return over.map((one) => ({
    ...of("control", one),
    verdict: "inconclusive",
    value: one.afterP95,
    most: one.limit,
    sentence: `${nameOf(one)} was not touched, and is newly over its limit of ${points(one.limit)} %: ${points(one.beforeP95 ?? 0)} % before, ${points(one.afterP95 ?? 0)} % now.`,
  }));
}

type Place = { readonly stamp: string; readonly pool: string };

function of(check: GateCheck["check"], place: Place | null) {
  return {
    check,
    question: check === "control" ? ("nobody_else_worse" as const) : ("cpu_as_predicted" as const),
    stamp: place?.stamp ?? null,
    pool: place?.pool ?? null,
    value: null,
    least: null,
    most: null,
  };
}

function inconclusive(check: GateCheck["check"], place: Place | null, sentence: string): GateCheck {
  return { ...of(check, place), verdict: "inconclusive", sentence };
}

function nameOf({ stamp, pool }: Place): string {
  return `${stamp} ${pool}`;
}

function points(value: number): string {
  return value.toFixed(1);
}
