"use client";

import { Notice } from "../../../_components/Notice.tsx";
import { registryHref } from "../../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { countOf, describeBroken } from "../planWords.ts";
import type { PlanView } from "./planView.ts";

const SHOWN = 8;

/** What stands against submitting the plan: a step that makes something worse, and constraints. */
export function PlanDoubts({ assessment }: { assessment: PlanView["plan"]["assessment"] }) {
  const { broken, doubts } = assessment;
  // One alone is what the sentence above says.
  if (doubts.length + (broken === null ? 0 : 1) < 2) return null;
  const left = doubts.length - SHOWN;
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
      {doubts.length > 0 && (
        <>
          <p>{countOf(doubts.length, "thing stands", "things stand")} against submitting it:</p>
          <ul className="list-disc pl-4 marker:text-ink-faint">
            {doubts.slice(0, SHOWN).map(({ code, phase, registry, stamp, detail }) => (
              <li key={`${code} ${phase} ${registry} ${stamp}`}>
                <ScopedLink href={registryHref(registry)} className="name-link">
                  {registry}
                </ScopedLink>{" "}
                <span className="text-ink-soft">(phase {phase})</span>: {detail}
              </li>
            ))}
          </ul>
          {left > 0 && <p className="text-ink-soft">and {countOf(left, "other", "others")}.</p>}
        </>
      )}
    </Notice>
  );
}
