import { formatCount } from "#lib/charts/index.ts";
import type { PlanRow } from "#lib/planning/listedVersions.ts";
import { joinWords } from "../stamps/describeReasons.ts";
import { countOf } from "./planWords.ts";

/** In the order in which someone has to do something. */
const TOLD = ["paused", "rolling_back", "running", "submitted", "approved", "draft"] as const;

const TOLD_WORDS: Readonly<Record<(typeof TOLD)[number], readonly [one: string, many: string]>> = {
  paused: ["paused", "paused"],
  rolling_back: ["rolling back", "rolling back"],
  running: ["running", "running"],
  submitted: ["waits for approval", "wait for approval"],
  approved: ["waits to be started", "wait to be started"],
  draft: ["draft", "drafts"],
};

/** The page's question, "what is going on, and what waits for whom", answered in a sentence. */
export function summarizePlans(plans: readonly PlanRow[]): string {
  const open = TOLD.flatMap((state) => {
    const count = plans.filter((plan) => plan.state === state).length;
    return count === 0 ? [] : [countOf(count, ...TOLD_WORDS[state])];
  });
  if (open.length === 0) return "Nothing is running, and nothing waits: every plan has come to its end.";
  const unready = plans.filter(
    ({ state, isBroken, doubts }) => state === "draft" && (isBroken || doubts > 0),
  ).length;
  const against =
    unready === 0 ? "" : `, ${formatCount(unready)} of them with something that stands against submitting`;
  return `${joinWords(open)}${against}.`;
}
