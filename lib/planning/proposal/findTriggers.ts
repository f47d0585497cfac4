import type { HotStamp } from "../../simulation/judgeStamps.ts";
import type { OutcomeChange } from "./judgeOutcome.ts";
import { inPoints, inShare } from "./planningWords.ts";
import type { Trigger } from "./proposalAnswer.ts";
import type { RegionFacts } from "./types.ts";

/** Why a plan is needed: of every hot stamp each reason with its numbers, then what customers felt. */
export function findTriggers(facts: Pick<RegionFacts, "region" | "pools" | "hot" | "outcomes">): Trigger[] {
  return [
    ...facts.hot.flatMap((stamp) => stamp.reasons.flatMap((reason) => triggerOf(facts, stamp, reason))),
    ...facts.outcomes.map((change) => outcomeTrigger(facts.region, change)),
  ];
}

function triggerOf(
  { region, pools }: Pick<RegionFacts, "region" | "pools">,
  { stamp }: HotStamp,
  reason: HotStamp["reasons"][number],
): Trigger[] {
  const measures = pools.find((one) => one.stamp === stamp && one.pool === reason.pool)?.measures;
  const p95 = measures?.hotNodeP95 ?? null;
  const place = { region, stamp };
  if (reason.kind === "signal") {
    const { signal, severity, pool } = reason;
    const where = pool === null ? stamp : `${stamp} ${pool}`;
    const name = signal.replaceAll("_", " ");
    return [
      {
        ...place,
        kind: "signal",
        pool,
        signal,
        severity,
        because: `${where} has an open signal: ${name}, ${severity}.`,
      },
    ];
  }
  if (measures === undefined || p95 === null) return [];
  if (reason.kind === "over_limit") {
    const { pool, excess } = reason;
    const { limit } = measures;
    const because = `${stamp} ${pool} is at ${inPoints(p95)} %, ${inPoints(excess)} points over its limit of ${inPoints(limit)} %.`;
    return [{ ...place, kind: "over_limit", pool, hotNodeP95: p95, limit, excess, because }];
  }
  const { pool, tenant, share } = reason;
  const because = `${tenant} makes ${inShare(share)} of ${stamp} ${pool}: ${inPoints(share * p95)} of its ${inPoints(p95)} points.`;
  return [{ ...place, kind: "dominated", pool, tenant, share, reliefPoints: share * p95, because }];
}

function outcomeTrigger(region: string, { stamp, measure, before, after }: OutcomeChange): Trigger {
  const more = inShare(after / before - 1);
  const because =
    measure === "pullP95Ms"
      ? `Pulls from ${stamp} take ${Math.round(after)} ms, ${more} longer than in the same hours a day before (${Math.round(before)} ms).`
      : `${inShare(after, 2)} of requests to ${stamp} fail, ${inShare(before, 2)} in the same hours a day before.`;
  return { kind: "outcome", region, stamp, pool: null, measure, before, after, because };
}
