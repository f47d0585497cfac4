import { formatCount, formatCpu, formatFixed, formatPoints } from "#lib/charts/index.ts";
import type { PoolFlag } from "#lib/simulation/types.ts";
import { joinWords } from "../stamps/describeReasons.ts";
import type { PoolOutcome } from "./poolOutcome.ts";
import { type Scenario, undecidedOf } from "./scenario.ts";
import type { PickedRegistry, ScenarioOutcome, ScenarioView } from "./whatIfView.ts";

/** A flag in a few words, for a cell, and the sentence it makes of pools. */
interface FlagWords {
  readonly label: string;
  /** Whether a reader must not miss it. */
  readonly isUrgent: boolean;
  readonly say: (pools: string, areMany: boolean) => string;
}

const FLAG_WORDS: Readonly<Record<PoolFlag, FlagWords>> = {
  destination_over_limit: {
    label: "over its limit",
    isUrgent: true,
    say: (pools, areMany) => `${pools} would go over ${areMany ? "their limits" : "its limit"}.`,
  },
  destination_may_exceed_limit: {
    label: "may go over its limit",
    isUrgent: true,
    say: (pools, areMany) =>
      `${pools} may go over ${areMany ? "their limits" : "its limit"}: the high end of the interval is above.`,
  },
  hidden_demand: {
    label: "hides demand",
    isUrgent: true,
    say: (pools, areMany) =>
      `${pools} ${areMany ? "hide" : "hides"} demand: asked for more than could be served, part of what is freed is taken up again, and more may arrive elsewhere than was seen. The intervals are wider for it.`,
  },
  low_coverage: {
    label: "thin data",
    isUrgent: false,
    say: (pools) => `The data of ${pools} are thin in these hours.`,
  },
  coverage_too_low: {
    label: "too little data",
    isUrgent: true,
    say: (pools) => `Of ${pools} there are too few data in these hours: nothing is projected.`,
  },
  extrapolated: {
    label: "hotter than ever seen",
    isUrgent: false,
    say: (pools, areMany) =>
      `${pools} would be hotter than ${areMany ? "they were" : "it was"} ever seen in these hours: the load model is stretched beyond what it was fitted on.`,
  },
  inside_noise: {
    label: "inside the noise",
    isUrgent: false,
    say: (pools) => `What changes in ${pools} is smaller than what cannot be known of it.`,
  },
  weak_model: {
    label: "weak model",
    isUrgent: true,
    say: (pools) => `The load model explains little of ${pools}: take the numbers as a rough guide.`,
  },
  no_load_data: {
    label: "no load data",
    isUrgent: true,
    say: (pools) => `For ${pools} no registry load can be used in these hours, so nothing is projected.`,
  },
  planned: {
    label: "does not exist yet",
    isUrgent: false,
    say: (pools, areMany) =>
      `${pools} ${areMany ? "do" : "does"} not exist yet: idle floor and noise are taken from the pool where most of the load comes from.`,
  },
  vcpus_unknown: {
    label: "vCPUs not declared",
    isUrgent: false,
    say: (pools) => `The vCPUs per node of ${pools} are not declared: nodes are taken as alike.`,
  },
  arrivals_unknown: {
    label: "more arrives than is shown",
    isUrgent: true,
    say: (pools) =>
      `Some load that would arrive on ${pools} comes from a pool that can tell nothing of it: more would arrive than is shown.`,
  },
};

export function flagLabel(flag: PoolFlag): string {
  return FLAG_WORDS[flag].label;
}

/** What a reader has to know of the pools that change, a sentence a flag, the urgent ones apart. */
export function describeFlags(pools: readonly PoolOutcome[]): {
  readonly urgent: readonly string[];
  readonly others: readonly string[];
} {
  const touched = pools.filter(({ role }) => role !== "untouched");
  const flags = Object.entries(FLAG_WORDS).flatMap(([flag, words]) => {
    const flagged = touched.filter((pool) => pool.flags.some((one) => one === flag));
    return flagged.length === 0
      ? []
      : [{ isUrgent: words.isUrgent, text: words.say(namePools(flagged), flagged.length > 1) }];
  });
  return {
    urgent: flags.filter(({ isUrgent }) => isUrgent).map(({ text }) => text),
    others: flags.filter(({ isUrgent }) => !isUrgent).map(({ text }) => text),
  };
}

/** `wus-c dataproxy and registry, wus-d dataproxy` */
export function namePools(pools: readonly Pick<PoolOutcome, "stamp" | "pool">[]): string {
  const byStamp = Map.groupBy(pools, ({ stamp }) => stamp);
  return [...byStamp].map(([stamp, own]) => `${stamp} ${joinWords(own.map(({ pool }) => pool))}`).join(", ");
}

/** The page's answer in a sentence or two. */
export function describeScenario(
  scenario: Scenario,
  { outcome, refusal }: ScenarioView,
  registries: readonly PickedRegistry[],
): string {
  if (scenario.moves.length === 0)
    return "Pick registries and see what their stamps, and those they go to, would look like. Nothing is moved by it.";
  const undecided = undecidedOf(scenario);
  const picked = countRegistries(scenario.moves.length);
  if (undecided.length === scenario.moves.length)
    return `${picked} ${scenario.moves.length === 1 ? "is" : "are"} picked. Choose where ${scenario.moves.length === 1 ? "it goes" : "they go"}, or let a destination be suggested.`;
  if (refusal !== null || outcome === null) return "This scenario cannot be simulated as it stands.";
  const rest =
    undecided.length === 0 ? "" : ` ${countRegistries(undecided.length)} still without a destination.`;
  return `${describeMoves(scenario, registries)}: ${describeEffect(outcome)}${rest}`;
}

/** `4 registries of halcyon-ai from wus-a and wus-b to wus-c` */
export function describeMoves({ moves }: Scenario, registries: readonly PickedRegistry[]): string {
  const decided = moves.filter(({ to }) => to !== null);
  const known = new Map(registries.map((one) => [one.asked, one]));
  const picked = decided.flatMap(({ registry }) => known.get(registry) ?? []);
  const tenants = [...new Set(picked.map(({ tenant }) => tenant))];
  const homes = [...new Set(picked.flatMap(({ home }) => home ?? []))].sort();
  const targets = [...new Set(decided.flatMap(({ to }) => to ?? []))].sort();
  const whose = tenants.length === 1 ? `of ${tenants[0]}` : `of ${formatCount(tenants.length)} tenants`;
  const what =
    decided.length === 1 ? (decided[0]?.registry ?? "") : `${countRegistries(decided.length)} ${whose}`;
  return `${what} from ${joinWords(homes)} to ${joinWords(targets)}`;
}

function describeEffect({ pools }: ScenarioOutcome): string {
  const touched = pools.filter(({ role }) => role !== "untouched");
  if (touched.length === 0) return "nothing would change.";
  const over = touched.filter(({ flags }) => flags.includes("destination_over_limit"));
  const untold = touched.filter(({ p95 }) => p95.after === null);
  const relieved = touched
    .filter(({ p95 }) => (p95.change ?? 0) < 0)
    .reduce<PoolOutcome | null>(
      (most, pool) => (most === null || (pool.p95.change ?? 0) < (most.p95.change ?? 0) ? pool : most),
      null,
    );
  const relief =
    relieved === null
      ? "no pool would be cooler"
      : `${relieved.stamp} ${relieved.pool} would be at ${formatCpu(relieved.p95.after?.value ?? null)} instead of ${formatCpu(relieved.p95.before)} (${formatPoints(relieved.p95.change)})`;
  if (over.length > 0)
    return `${relief}, but ${namePools(over)} would go over ${over.length > 1 ? "their limits" : "its limit"}.`;
  if (untold.length > 0) return `${relief}; of ${namePools(untold)} it cannot be told.`;
  const remaining = touched.filter(({ room }) => (room ?? 0) < 0);
  if (remaining.length > 0)
    return `${relief}; ${namePools(remaining)} would still be over ${remaining.length > 1 ? "their limits" : "its limit"}.`;
  return `${relief}, and every pool that changes would be under its limit.`;
}

function countRegistries(count: number): string {
  return `${formatCount(count)} ${count === 1 ? "registry" : "registries"}`;
}

type Inaction = ScenarioOutcome["doNothing"][number];

/** What a pool over its limit goes on being, in a sentence. */
export function describeInaction(left: Inaction): string {
  const { stamp, pool, hotNodeP95, excess, minutesOverLimit, minutesFull, risePoints, max } = left;
  const full = minutesFull > 0 ? `, in ${formatCount(minutesFull)} with a node at 90\u00a0% or more` : "";
  const worst = max === null ? "" : ` At worst a node was at ${formatCpu(max)}.`;
  return `${stamp} ${pool} stays at ${formatCpu(hotNodeP95)}, ${formatFixed(excess, 1)} points over its limit, in ${formatCount(minutesOverLimit)} minutes of these hours over it${full}.${worst}${describeRise(risePoints)}`;
}

/** Under this the day before was the same. Points. */
const NOTABLE_RISE_POINTS = 1;

function describeRise(points: number | null): string {
  if (points === null) return "";
  if (Math.abs(points) < NOTABLE_RISE_POINTS) return " The same hours a day before were the same.";
  return ` In the same hours a day before it was ${formatFixed(Math.abs(points), 1)} points ${points > 0 ? "lower" : "higher"}.`;
}
