import {
  boundExcess,
  boundTraffic,
  followSimpleRule,
  restartAtRandom,
  type SearchInstance,
  type SearchResult,
  searchPlacement,
} from "../../planning/search/index.ts";
import { median, printHeading, printLine } from "../benchReport.ts";
import type { FleetSize } from "./plannerFleets.ts";
import { plantedInstance, smallInstance } from "./plannerInstances.ts";
import { tryAllPlacements } from "./tryAllPlacements.ts";

const WITHIN_PART = 1.02;
const WITHIN_POINTS = 0.1;
const DISTURBANCE_BAR = 1.1;
const POINTS_ALIKE = 1e-6;
const PARTS_ALIKE = 1 + 1e-9;

/** Small instances against every placement there is. */
export function benchSmall(seeds: number): boolean {
  printHeading(`Small: 3 stamps, 10 movable registries, against all placements (${seeds} instances)`);
  const cases = Array.from({ length: seeds }, (_, seed) => {
    const instance = smallInstance(seed + 1);
    const optimum = tryAllPlacements(instance);
    const { objective } = searchPlacement(instance, { seed: 1 });
    const priced = objective.excess + instance.minimumGainPoints * objective.moves;
    const alike = Math.abs(priced - optimum.priced) < POINTS_ALIKE;
    return {
      over: priced - optimum.priced,
      within: priced <= Math.max(optimum.priced * WITHIN_PART, optimum.priced + WITHIN_POINTS),
      traffic: alike && optimum.traffic > 0 ? objective.traffic / optimum.traffic : 1,
      solvable: optimum.excess < POINTS_ALIKE,
    };
  });
  const reached = cases.every(({ within }) => within);
  const solvable = cases.filter((one) => one.solvable).length;
  printLine({
    what: "worst excess over the optimum",
    figure: `${Math.max(...cases.map(({ over }) => over)).toFixed(4)} points`,
    bar: { words: "2 % or 0.1 points", reached },
  });
  const worst = Math.max(...cases.map(({ traffic }) => traffic));
  printLine({
    what: `worst traffic at the same excess (${solvable} can be without any)`,
    figure: "",
    ratio: { of: worst, to: "the optimum's" },
    bar: { words: "2 %", reached: worst <= WITHIN_PART },
  });
  return reached && worst <= WITHIN_PART;
}

export interface PlantedBench {
  readonly name: string;
  readonly size: FleetSize;
  readonly shuffles: number;
  readonly seeds: number;
  readonly mostSeconds: number;
}

interface Row {
  readonly excess: number;
  readonly traffic: number;
  readonly moves: number;
}

/** Large instances against the plan that is known, a lower bound, and simpler ways. */
export function benchPlanted({ name, size, shuffles, seeds, mostSeconds }: PlantedBench): boolean {
  printHeading(
    `${name}: ${size.stamps} stamps × ${size.kinds} pools × ${size.bins} bins, ${size.items} registries`,
  );
  const seconds: number[] = [];
  const processorSeconds: number[] = [];
  let good = true;
  for (const slackPoints of [0.3, 1, 3])
    for (let seed = 1; seed <= seeds; seed++) {
      const planted = plantedInstance(seed, { size, shuffles, slackPoints });
      const startedAt = performance.now();
      const usedBefore = process.cpuUsage();
      const result = searchPlacement(planted.instance, { seed: 1 });
      seconds.push((performance.now() - startedAt) / 1_000);
      const { user, system } = process.cpuUsage(usedBefore);
      processorSeconds.push((user + system) / 1e6);
      const { excess } = result.objective;
      const ratio = result.objective.traffic / planted.plantedTraffic;
      const reached = excess <= planted.plantedExcess + POINTS_ALIKE && ratio <= DISTURBANCE_BAR;
      printLine({
        what: `seed ${seed}, up to ${slackPoints} points of slack`,
        figure: `excess ${excess.toFixed(3)}, ${result.objective.moves} moves`,
        ratio: { of: ratio, to: "the planted traffic" },
        bar: { words: `planted excess, ≤ ${DISTURBANCE_BAR} × its traffic`, reached },
      });
      const unbeaten = compareWithSimple(planted.instance, result);
      good &&= reached && unbeaten;
    }
  const worst = Math.max(...seconds);
  printLine({
    what: "time of one search",
    figure: `${median(seconds).toFixed(2)} s, worst ${worst.toFixed(2)} s`,
    bar: { words: `≤ ${mostSeconds} s`, reached: worst <= mostSeconds },
  });
  printLine({
    what: "processor time of one search",
    figure: `${median(processorSeconds).toFixed(2)} s, worst ${Math.max(...processorSeconds).toFixed(2)} s`,
  });
  const gibibytes = process.resourceUsage().maxRSS / 2 ** 20;
  printLine({
    what: "memory of the whole run so far",
    figure: `${gibibytes.toFixed(2)} GiB`,
    bar: { words: "≤ 1 GiB", reached: gibibytes <= 1 },
  });
  return good;
}

/** It cannot lose to the three peers, whatever the instance (`starts.ts`); what more and other restarts come to is told. */
function compareWithSimple(instance: SearchInstance, { objective, evaluations }: SearchResult): boolean {
  const third = Math.floor(evaluations / 3);
  const peers = {
    "largest first": followSimpleRule(instance, "largest_first"),
    "best fit": followSimpleRule(instance, "best_fit"),
    "restarts at random": restartAtRandom(instance, { seed: 1, mostEvaluations: third }),
  };
  const told = Object.entries(peers).map(([peer, plan]) => `${peer} ${tell(plan, objective)}`);
  const beaten = Object.entries(peers).filter(([, plan]) => isBetter(plan, objective));
  printLine({
    what: `  beside: ${told.join(", ")}`,
    figure: "",
    bar: {
      words: `not beaten${beaten.map(([peer]) => ` (by ${peer})`).join("")}`,
      reached: beaten.length === 0,
    },
  });
  const others = restartAtRandom(instance, { seed: 2, mostEvaluations: evaluations });
  printLine({
    what: `  other restarts, three times as many: ${tell(others, objective)}`,
    figure: isBetter(others, objective) ? "BETTER" : "not better",
  });
  const bound = boundTraffic(instance, objective.excess);
  printLine({
    what: `  lower bounds: excess ${boundExcess(instance).toFixed(3)} (dual of the LP)`,
    figure: "",
    ratio: { of: objective.traffic / bound, to: "the lower bound of traffic" },
  });
  return beaten.length === 0;
}

function tell(plan: Row, ours: Row): string {
  return `+${(plan.excess - ours.excess).toFixed(2)} points ${(plan.traffic / ours.traffic).toFixed(2)} ×`;
}

function isBetter(one: Row, other: Row): boolean {
  if (Math.abs(one.excess - other.excess) > POINTS_ALIKE) return one.excess < other.excess;
  if (one.traffic * PARTS_ALIKE < other.traffic) return true;
  return one.traffic <= other.traffic * PARTS_ALIKE && one.moves < other.moves;
}
