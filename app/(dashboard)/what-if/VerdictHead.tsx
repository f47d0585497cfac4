import type { z } from "zod";
import type { verdictSchema } from "#lib/simulation/simulationSchema.ts";
import { stampHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { VERDICT_MEANINGS, VERDICT_WORDS } from "./verdictWords.ts";

/** What would help a hot stamp, and why. */
export function VerdictHead({
  verdict: { stamp, verdict, evidence },
}: {
  verdict: z.output<typeof verdictSchema>;
}) {
  return (
    <>
      <p className="text-base">
        <ScopedLink href={stampHref(stamp)} className="name-link">
          {stamp}
        </ScopedLink>{" "}
        <span className="font-semibold">{VERDICT_WORDS[verdict]}</span>
        <span className="text-ink-soft">: {VERDICT_MEANINGS[verdict]}</span>
      </p>
      <p>{evidence.because}</p>
    </>
  );
}
