import { NEW_STAMP_UPDATE_DOMAINS } from "../../fleet/updateDomains.ts";
import type { StampVerdict } from "../../simulation/judgeStamps.ts";
import type { Simulation } from "../../simulation/types.ts";
import type { Isolation } from "./isolateTenants.ts";
import { countOf, inPoints, listOf } from "./planningWords.ts";
import { estimateOf } from "./simulateRegion.ts";
import type { ChosenMove, RegionFacts } from "./types.ts";

interface Judged {
  readonly verdicts: readonly StampVerdict[];
  readonly isolations: readonly Isolation[];
  readonly simulation: Simulation;
  readonly moves: readonly ChosenMove[];
}

/**
 * Verdicts with what the proposal makes of them in words: for an isolation, where the tenant goes and on how many nodes.
 * A stamp whose customers fare worse, and of which nothing else is hot, is told too: moves would not help it.
 */
export function describeVerdicts(facts: RegionFacts, judged: Judged): StampVerdict[] {
  const told = judged.verdicts.map((verdict): StampVerdict => {
    const isolation = judged.isolations.find(
      ({ stamps, tenant }) => stamps.includes(verdict.stamp) && tenant === verdict.evidence.tenant?.name,
    );
    if (verdict.verdict === "rebalance" || verdict.verdict === "scale_out")
      return describeRest(facts, { verdict, judged });
    if (verdict.verdict !== "isolate" || isolation === undefined) return verdict;
    const words = `${verdict.evidence.because} ${describeIsolation(isolation, judged)}`;
    return withWords(verdict, words);
  });
  const known = new Set(told.map(({ stamp }) => stamp));
  const worse = [...new Set(facts.outcomes.map(({ stamp }) => stamp))].filter((stamp) => !known.has(stamp));
  return [...told, ...worse.map(nothingHot)];
}

function withWords(verdict: StampVerdict, words: string): StampVerdict {
  return { ...verdict, evidence: { ...verdict.evidence, because: words } };
}

/**
 * What moves among shared stamps come to, where they leave something over a limit: how much, or that none was found. Of a
 * stamp that is over by less than a move has to gain there is nothing to be had.
 */
function describeRest(
  { policies }: RegionFacts,
  { verdict, judged }: { readonly verdict: StampVerdict; readonly judged: Judged },
): StampVerdict {
  const over = judged.simulation.pools.filter(
    ({ stamp, excess }) => stamp === verdict.stamp && (excess.after ?? 0) > 0,
  );
  if (over.length === 0) return verdict;
  const least = inPoints(policies.minimumGainPoints);
  const places = listOf(over.map(({ pool, excess }) => `${pool} ${inPoints(excess.after ?? 0)} points`));
  if (judged.moves.some(({ from }) => from === verdict.stamp))
    return withWords(
      verdict,
      `The moves leave ${places} over the limit: no plan was found that takes off more. ${verdict.evidence.because}`,
    );
  const most = Math.max(...over.map(({ excess }) => excess.after ?? 0));
  if (most < policies.minimumGainPoints)
    return withWords(
      { ...verdict, verdict: "nothing" },
      `${verdict.stamp} has ${places} over the limit, and a move must gain ${least}.`,
    );
  return withWords(
    verdict,
    `${verdict.evidence.because} No move was found that may be made and gains ${least} points or more: what was left says why.`,
  );
}

function describeIsolation(
  { to, tenant, planned, usual, isNew, moves, reason, stamps }: Isolation,
  { simulation }: Judged,
): string {
  if (to === null || moves.length === 0) return reason;
  const own = simulation.pools.filter(({ stamp }) => stamp === to);
  const heat = own.flatMap((pool) => {
    const after = estimateOf(pool);
    return after === null
      ? []
      : [
          `${pool.pool} at ${inPoints(after.value)} (at most ${inPoints(after.high)}) of ${inPoints(pool.limit)} %`,
        ];
  });
  const sizes = (planned?.pools ?? []).map((pool) => describeSize(pool, usual));
  const what = isNew
    ? `A new stamp, ${to}, of ${listOf(sizes)}, which is enough with one of its ${NEW_STAMP_UPDATE_DOMAINS} update domains out, takes what it has on ${listOf(stamps)}`
    : `${to} takes what it has on ${listOf(stamps)}`;
  return `${what}: ${listOf(heat)} with ${countOf(moves.length, "registry").replace("registrys", "registries")} of ${tenant}.`;
}

/** `4 dataproxy nodes of 32 vCPUs (of 16, the largest of the region, it would take 52)` */
function describeSize(
  { name, instances, vcpusPerNode }: NonNullable<Isolation["planned"]>["pools"][number],
  usual: Isolation["usual"],
): string {
  const count = countOf(instances, `${name} node`);
  if (vcpusPerNode === null) return count;
  const instead = usual.find(({ pool }) => pool === name);
  const size = `${count} of ${vcpusPerNode} vCPUs`;
  if (instead === undefined) return size;
  const many =
    instead.instances === null ? "a hundred would not be sure to do" : `it would take ${instead.instances}`;
  return `${size} (larger than any in the region: of ${instead.vcpusPerNode} vCPUs ${many})`;
}

function nothingHot(stamp: string): StampVerdict {
  return {
    stamp,
    verdict: "nothing",
    evidence: {
      reasons: [],
      pool: null,
      limit: null,
      before: null,
      after: null,
      destinationsOverLimit: [],
      because: "Its customers fare worse, but no pool of it is over its limit and no tenant dominates it.",
    },
  };
}
