import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import type { Tier } from "#lib/planning/types.ts";
import { describeUntriggered } from "../../../../(dashboard)/plans/[plan]/describeUntriggered.ts";
import { groupDoubts, registriesText } from "../../../../(dashboard)/plans/[plan]/groupDoubts.ts";
import { outcomesAfter } from "../../../../(dashboard)/plans/[plan]/planPools.ts";
import { describeBroken } from "../../../../(dashboard)/plans/planWords.ts";
import { describeFlags } from "../../../../(dashboard)/what-if/describeOutcome.ts";
import { VERDICT_MEANINGS, VERDICT_WORDS } from "../../../../(dashboard)/what-if/verdictWords.ts";

interface PartProps {
  readonly plan: PlanAnswer;
}

/** What asked for the plan, and what was judged to help. */
export function Why({ plan: { content, assessment } }: PartProps) {
  const { triggers, verdicts } = content;
  return (
    <ul className="list-disc pl-4">
      {triggers.length === 0 && <li>{describeUntriggered(content.source.kind, assessment)}</li>}
      {triggers.map(({ stamp, kind, because }) => (
        <li key={`${stamp} ${kind} ${because}`}>
          {because.startsWith(`${stamp} `) ? because : `${stamp}: ${because}`}
        </li>
      ))}
      {verdicts.map(({ stamp, verdict, evidence }) => (
        <li key={`verdict ${stamp}`}>
          {stamp}, verdict: <b>{VERDICT_WORDS[verdict]}</b> ({VERDICT_MEANINGS[verdict]}). {evidence.because}
        </li>
      ))}
    </ul>
  );
}

/** What may go wrong: steps that are not safe, constraints, doubts about the numbers, and what was left. */
export function Risks({ plan: { content, assessment } }: PartProps) {
  const { broken, doubts, notes } = assessment;
  const { urgent, others } = describeFlags(outcomesAfter(assessment, null, {}));
  const risks = [
    ...(broken === null
      ? []
      : [`Phase ${broken.phase} is not safe: when ${broken.registry} moves, ${describeBroken(broken)}.`]),
    ...groupDoubts(doubts).map(({ registries, detail }) => `${detail} (${registriesText(registries)})`),
    ...urgent,
    ...others,
    ...notes.map(({ detail }) => detail),
  ];
  return (
    <>
      {risks.length === 0 ? (
        <p>Every step was simulated and makes nothing worse; the data of the pools that change are sound.</p>
      ) : (
        <ul className="list-disc pl-4">
          {[...new Set(risks)].map((risk) => (
            <li key={risk}>{risk}</li>
          ))}
        </ul>
      )}
      <p>
        A destination’s cache is cold after a cutover: expect a transient there for the first minutes of each
        phase.
      </p>
      {content.left.length > 0 && (
        <>
          <p className="font-semibold">Considered and left where it is</p>
          <ul className="list-disc pl-4">
            {content.left.map(({ registry, reason }) => (
              <li key={registry}>
                {registry}: {reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const SIGNERS: Readonly<Record<Tier, readonly string[]>> = {
  low: ["Operator"],
  medium: ["Operator", "Approver"],
  high: ["Operator", "Approver"],
  critical: ["Operator", "First approver", "Second approver"],
};

/** Lines to sign on, as many as the tier asks for. */
export function Signatures({ tier }: { tier: Tier | null }) {
  return (
    <div className="flex break-inside-avoid flex-col gap-8 pt-8">
      {SIGNERS[tier ?? "low"].map((who) => (
        <div key={who} className="grid grid-cols-[1fr_2fr_1fr] gap-6">
          {[who, "Name and signature", "Date, UTC"].map((label) => (
            <p key={label} className="border-t border-black pt-1 text-xs">
              {label}
            </p>
          ))}
        </div>
      ))}
    </div>
  );
}
