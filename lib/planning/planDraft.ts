import { MINUTE_MS } from "../core/index.ts";
import type { WindowRequest } from "../hotness/parseWindow.ts";
import type { PhaseBody, PlanStampBody } from "./planBody.ts";
import type { NewPlannedStamp, PlanContent, PlanPhase } from "./planContent.ts";
import type { ProposalAnswer } from "./proposal/proposalAnswer.ts";

/** What is to become a plan's content once its region has been read. */
export interface PlanDraft
  extends Pick<
    PlanContent,
    "region" | "limitP95" | "startAt" | "newStamps" | "source" | "triggers" | "verdicts" | "left"
  > {
  readonly request: WindowRequest;
  readonly phases: readonly PhaseBody[];
  /** True: phases are one list of moves, whose classes, order and phases follow from the rules. */
  readonly isUnordered: boolean;
}

/** New stamps as a plan keeps them. */
export function keptStamps(sent: readonly PlanStampBody[]): NewPlannedStamp[] {
  return sent.map(({ name, kind, pools }) => ({
    name,
    kind,
    pools: pools.map((pool) => ({ ...pool, kind: pool.kind ?? pool.name })),
  }));
}

/** The hours of a content, asked for by their dates. */
export function requestOf({ window }: Pick<PlanContent, "window">): WindowRequest {
  return {
    kind: "dates",
    fromMinute: Math.ceil(Date.parse(window.from) / MINUTE_MS),
    toMinute: Math.ceil(Date.parse(window.to) / MINUTE_MS),
  };
}

/** Phases of a content as they would be sent. */
export function sentPhases(phases: readonly PlanPhase[]): PhaseBody[] {
  return phases.map(({ moves, shortened, ...phase }) => ({
    ...phase,
    shortened,
    // Where a registry stands is asked anew: a plan on a new snapshot starts from the homes of that.
    moves: moves.map(({ registry, to, reason, skipped }) => ({ registry, to, reason, skipped })),
  }));
}

/** A content as a draft, on the same hours. */
export function draftOf(content: PlanContent): PlanDraft {
  const { region, limitP95, startAt, newStamps, source, triggers, verdicts, left } = content;
  return {
    region,
    limitP95,
    startAt,
    newStamps,
    source,
    triggers,
    verdicts,
    left,
    request: requestOf(content),
    phases: sentPhases(content.phases),
    isUnordered: false,
  };
}

/** A region's proposal as a draft: its moves, order, phases, times and reasons. */
export function draftOfProposal(
  proposal: ProposalAnswer,
  { region, window }: Pick<PlanContent, "region" | "window">,
): PlanDraft {
  return {
    region,
    limitP95: proposal.limitP95,
    startAt: null,
    newStamps: proposal.newStamps.map(({ pools, ...stamp }) => ({ ...stamp, pools: [...pools] })),
    source: { kind: "proposal", id: proposal.id },
    triggers: proposal.triggers,
    verdicts: proposal.verdicts,
    left: proposal.left.map(({ registry, reason }) => ({ registry, reason })),
    request: requestOf({ window }),
    isUnordered: false,
    phases: proposal.phases.map(({ name, class: kind, observationHours, moves }) => ({
      name,
      class: kind,
      observationHours,
      notBefore: null,
      shortened: null,
      moves: moves.map(({ registry, from, to, reason }) => ({ registry, from, to, reason, skipped: null })),
    })),
  };
}
