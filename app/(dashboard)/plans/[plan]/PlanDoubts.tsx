import { Notice } from "../../../_components/Notice.tsx";
import { countOf, describeBroken } from "../planWords.ts";
import { groupDoubts, registriesText } from "./groupDoubts.ts";
import type { PlanView } from "./planView.ts";

const SHOWN = 8;

/** What stands against submitting the plan: a step that makes something worse, and constraints. */
export function PlanDoubts({ assessment }: { assessment: PlanView["plan"]["assessment"] }) {
  const { broken, doubts } = assessment;
  // One alone is what the sentence above says.
  if (doubts.length + (broken === null ? 0 : 1) < 2) return null;
  const groups = groupDoubts(doubts);
  const left = groups.length - SHOWN;
  return (
    <Notice tone="warning">
      {broken !== null && (
        <p>
          <a href={`#phase-${broken.phase}`} className="text-link">
            Phase {broken.phase}
          </a>{" "}
          is not safe: when {broken.registry} moves, {describeBroken(broken)}.
        </p>
      )}
      {groups.length > 0 && (
        <>
          <p>{countOf(groups.length, "thing stands", "things stand")} against submitting it:</p>
          <ul className="list-disc pl-4 marker:text-ink-faint">
            {groups.slice(0, SHOWN).map(({ detail, registries }) => (
              <li key={detail}>
                {detail} <span className="text-ink-soft">({registriesText(registries)})</span>
              </li>
            ))}
          </ul>
          {left > 0 && <p className="text-ink-soft">and {countOf(left, "other", "others")}.</p>}
        </>
      )}
    </Notice>
  );
}
