import { formatCount, formatFixed } from "#lib/charts/index.ts";
import type { ProposalAnswer, ProposalProgress } from "#lib/planning/proposal/proposalAnswer.ts";
import { joinWords } from "../../stamps/describeReasons.ts";
import { VERDICT_WORDS } from "../../what-if/verdictWords.ts";
import { APPROVAL_WORDS, countOf } from "../planWords.ts";

type Proposed = Pick<
  ProposalAnswer,
  "verdicts" | "phases" | "excess" | "tier" | "newStamps" | "triggers" | "broken" | "state"
>;

/** What is proposed, and what comes of it, in a few sentences. */
export function describeProposal(proposal: Proposed): string {
  const { verdicts, phases, excess, triggers } = proposal;
  const moves = phases.flatMap((phase) => phase.moves);
  const cut = proposal.state === "incomplete" ? "It was cut off: this is the best that it had. " : "";
  if (triggers.length === 0) return `${cut}Nothing asks for a plan here: no stamp is hot in these hours.`;
  const left = new Set(moves.map(({ from }) => from));
  // Where something moves, what is said of the stamps that nothing leaves stands below.
  const told = verdicts.filter(({ stamp }) => moves.length === 0 || left.has(stamp));
  const judged = [...Map.groupBy(told, ({ verdict }) => verdict)].map(
    ([verdict, own]) =>
      `${VERDICT_WORDS[verdict].toLowerCase()} (${joinWords(own.map(({ stamp }) => stamp))})`,
  );
  const verdictText = judged.length === 0 ? "" : `${capital(joinWords(judged))}: `;
  if (moves.length === 0) return `${cut}${verdictText}no move is proposed; see below why not.`;
  const to = joinWords([...new Set(moves.map((move) => move.to))].sort());
  const tenants = [...new Set(moves.map(({ tenant }) => tenant))];
  const whose = tenants.length === 1 ? (tenants[0] ?? "") : countOf(tenants.length, "tenant", "tenants");
  return `${cut}${verdictText}${countOf(moves.length, "registry", "registries")} of ${whose} from ${joinWords([...left].sort())} to ${to} in ${countOf(phases.length, "phase", "phases")}; ${excessText(excess)}${tierText(proposal)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function excessText({ before, after }: ProposalAnswer["excess"]): string {
  return before === 0 && after === 0
    ? "no pool is over its limit, before or after"
    : `the excess over the limits goes from ${formatFixed(before, 1)} to ${formatFixed(after, 1)} points`;
}

function tierText({ tier, broken }: Proposed): string {
  if (broken !== null)
    return `. It is not safe throughout: phase ${broken.phase} breaks when ${broken.registry} moves.`;
  return tier === null ? "." : `. ${tier.toUpperCase()}: needs ${APPROVAL_WORDS[tier]}.`;
}

const STEPS: Readonly<Record<ProposalProgress["step"], string>> = {
  measuring: "Measuring the region and fitting its load models",
  judging: "Judging what would help each hot stamp",
  searching: "Searching for moves",
  verifying: "Simulating what was found, step by step",
};

/** How far it is, in words. */
export function describeProgress(progress: ProposalProgress | null): string {
  if (progress === null) return "Asking the planner…";
  const { step, region, round, evaluations, mostEvaluations, excess, moves } = progress;
  const where = region === null ? "" : ` of ${region}`;
  const again = round > 1 ? `, round ${round}` : "";
  const weighed =
    mostEvaluations === 0
      ? ""
      : ` ${formatCount(evaluations)} of at most ${formatCount(mostEvaluations)} placements weighed.`;
  const best =
    excess === null
      ? ""
      : ` The best so far leaves ${formatFixed(excess, 1)} points over the limits${moves === null ? "" : `, with ${countOf(moves, "move", "moves")}`}.`;
  return `${STEPS[step]}${where}${again}.${weighed}${best}`;
}

/** 0–1; null = not known. */
export function shareDone(progress: ProposalProgress | null): number | null {
  if (progress === null || progress.mostEvaluations === 0) return null;
  return Math.min(1, progress.evaluations / progress.mostEvaluations);
}
