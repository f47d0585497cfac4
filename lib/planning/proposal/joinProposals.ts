import type { SimulationAnswer } from "../../simulation/simulationSchema.ts";
import { highestTier } from "../assemblePlan.ts";
import type { ProposalContent } from "./proposalAnswer.ts";

/** What is known of regions' proposals, as one: a fleet's. None: empty, nothing is known yet. */
export function joinProposals(region: string | null, parts: readonly ProposalContent[]): ProposalContent {
  const sum = (end: "before" | "after" | "afterHigh") =>
    parts.reduce((points, { excess }) => points + excess[end], 0);
  const [first] = parts;
  const windows = new Set(parts.map(({ window }) => JSON.stringify(window)));
  return {
    region,
    window: windows.size === 1 ? (first?.window ?? null) : null,
    limitP95: first?.limitP95 ?? null,
    triggers: parts.flatMap(({ triggers }) => triggers),
    phases: parts.flatMap(({ phases }) => phases),
    tier: highestTier(parts.flatMap(({ tier }) => (tier === null ? [] : [{ tier }]))),
    broken: findBroken(parts),
    newStamps: parts.flatMap(({ newStamps }) => newStamps),
    left: parts.flatMap(({ left }) => left),
    verdicts: parts.flatMap(({ verdicts }) => verdicts),
    neighbours: parts.flatMap(({ neighbours }) => neighbours),
    excess: { before: sum("before"), after: sum("after"), afterHigh: sum("afterHigh") },
    simulation: joinSimulations(parts.flatMap(({ simulation }) => simulation ?? [])),
    search: joinSearches(parts.flatMap(({ search }) => search ?? [])),
  };
}

/** Phases are counted through all regions, in their order. */
function findBroken(parts: readonly ProposalContent[]): ProposalContent["broken"] {
  let before = 0;
  for (const { broken, phases } of parts) {
    if (broken !== null) return { ...broken, phase: broken.phase + before };
    before += phases.length;
  }
  return null;
}

function joinSimulations(
  parts: readonly NonNullable<ProposalContent["simulation"]>[],
): ProposalContent["simulation"] {
  const [first] = parts;
  if (first === undefined) return null;
  const all = <Key extends "pools" | "phases" | "verdicts" | "doNothing" | "notes">(key: Key) =>
    parts.flatMap((part): SimulationAnswer[Key][number][] => [...part[key]]);
  return {
    region: parts.length === 1 ? first.region : null,
    window: parts.length === 1 ? first.window : null,
    pools: all("pools"),
    phases: all("phases"),
    verdicts: all("verdicts"),
    doNothing: all("doNothing"),
    notes: all("notes"),
  };
}

function joinSearches(parts: readonly NonNullable<ProposalContent["search"]>[]): ProposalContent["search"] {
  const [first] = parts;
  if (first === undefined) return null;
  const sum = (key: "evaluations" | "milliseconds" | "rounds") =>
    parts.reduce((total, part) => total + part[key], 0);
  const bounds = parts.flatMap(({ lowerBound }) => lowerBound ?? []);
  return {
    seed: first.seed,
    evaluations: sum("evaluations"),
    milliseconds: sum("milliseconds"),
    complete: parts.every(({ complete }) => complete),
    lowerBound: bounds.length === 0 ? null : bounds.reduce((total, bound) => total + bound, 0),
    rounds: sum("rounds"),
    verified: parts.every(({ verified }) => verified),
  };
}
