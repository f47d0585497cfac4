import { answerWindow, rounded } from "../contribution/contributionAnswer.ts";
import type { MinuteWindow } from "../core/index.ts";
import type { DestinationCandidate, DestinationSuggestion, PoolAfter } from "./suggestDestination.ts";
import type { SuggestionAnswer } from "./suggestionBody.ts";

interface SuggestionFacts {
  readonly region: string;
  readonly window: MinuteWindow;
  readonly registries: readonly string[];
  readonly suggestion: DestinationSuggestion;
  readonly leftOut: SuggestionAnswer["leftOut"];
}

export function answerSuggestion(facts: SuggestionFacts): SuggestionAnswer {
  const { suggestion } = facts;
  return {
    region: facts.region,
    window: answerWindow(facts.window),
    registries: facts.registries,
    suggestion: suggestion.best?.stamp ?? null,
    because: describeSuggestion(suggestion, facts.region),
    candidates: suggestion.candidates.map(({ stamp, fits, mayExceed, roomPoints, tightest, newlyOver }) => ({
      stamp,
      fits,
      mayExceed,
      roomPoints: rounded(roomPoints),
      tightest: tightest === null ? null : answerPool(tightest),
      newlyOver: newlyOver.map(answerPool),
    })),
    leftOut: facts.leftOut,
  };
}

function answerPool({ stamp, pool, after, limit }: PoolAfter): PoolAfter {
  return { stamp, pool, after: rounded(after), limit };
}

/** Why this stamp, or why none, in one sentence. */
function describeSuggestion({ best, candidates }: DestinationSuggestion, region: string): string {
  if (best !== null && best.tightest !== null) {
    const only = candidates.length === 1 ? "is the only one that could take them" : "keeps the most room";
    return `${best.stamp} ${only}: its fullest pool ${placed(best.tightest)}, and no pool of ${region} goes over its limit by it${best.mayExceed ? ", though the high end of its interval is above" : ""}.`;
  }
  const closest = candidates.find(({ tightest }) => tightest !== null);
  if (candidates.length === 0) return `${region} has no other shared stamp that takes load.`;
  if (closest?.tightest === undefined || closest.tightest === null)
    return `Of no shared stamp of ${region} can it be told what these would do there.`;
  return `No shared stamp of ${region} has room: ${describeHarm(closest, closest.tightest)}.`;
}

function describeHarm({ stamp, newlyOver }: DestinationCandidate, tightest: PoolAfter): string {
  const worst = newlyOver.find((pool) => pool.stamp !== stamp) ?? tightest;
  const who =
    worst.stamp === stamp ? `on ${stamp}, which comes closest,` : `with them on ${stamp}, ${worst.stamp}'s`;
  return `${who} ${placed(worst)}`;
}

/** `dataproxy would be at 41.2 %, 18.8 points under its limit of 60 %` */
function placed({ pool, after, limit }: PoolAfter): string {
  const room = limit - after;
  const side = room >= 0 ? "under" : "over";
  return `${pool} would be at ${percent(after)}, ${Math.abs(room).toFixed(1)} points ${side} its limit of ${limit}\u00a0%`;
}

function percent(value: number): string {
  return `${value.toFixed(1)}\u00a0%`;
}
