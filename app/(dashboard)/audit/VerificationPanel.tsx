"use client";

import { ShieldAlert, ShieldCheck, ShieldQuestionMark } from "lucide-react";
import { useState } from "react";
import type { Verification, VerificationState } from "#lib/audit/verification.ts";
import { verificationSchema } from "#lib/audit/verification.ts";
import { callApi } from "../../_components/callApi.ts";
import { Panel } from "../../_components/Panel.tsx";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { Time } from "../../_components/Time.tsx";

/** Whether the audit is what was written: the last verification, another one, and what protects the events. */
export function VerificationPanel({ state, now }: { state: VerificationState; now: number }) {
  const [last, setLast] = useState(state.last);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const verify = async () => {
    setIsBusy(true);
    setProblem(null);
    const answer = await callApi("/api/v1/audit/verify", { method: "POST", schema: verificationSchema });
    if (answer.ok) setLast(answer.value);
    else setProblem(answer.error.message);
    setIsBusy(false);
  };
  return (
    <Panel
      title="Is it what was written?"
      controls={
        <button type="button" className="control" onClick={() => void verify()} disabled={isBusy}>
          {isBusy ? "Verifying…" : "Verify"}
        </button>
      }
      explain={{
        measure: "Verification",
        definition:
          "Every event holds the SHA-256 of the one before it and of itself, over the canonical form (RFC 8785) of all that is stored of it. Verifying makes every hash anew, from the first event on, and holds the chain against its anchors: copies of its head kept outside the database. So an event that was changed, removed, moved or put in is found and named. What was done to the newest events since the last anchor can be hidden by whoever can write the whole table.",
        window: "All events, of all time.",
        coverage: "npm run audit:verify does the same from a terminal, also with a copy of the anchors.",
      }}
    >
      <div className="flex max-w-[100ch] flex-col gap-2" aria-live="polite">
        {problem !== null && <p className="font-medium">{problem}</p>}
        {last === null ? (
          <p className="flex items-start gap-2">
            <ShieldQuestionMark size={16} aria-hidden="true" className="mt-0.5 shrink-0" />
            Not verified since the application started.
          </p>
        ) : (
          <Result result={last} now={now} />
        )}
        {state.protection !== "role" && <p className="font-medium">{state.protectionSentence}</p>}
        <p className="text-xs text-ink-soft">
          {state.protection === "role" && state.protectionSentence} {state.anchoring.sentence}
        </p>
      </div>
    </Panel>
  );
}

function Result({ result, now }: { result: Verification; now: number }) {
  const Icon = result.isIntact ? ShieldCheck : ShieldAlert;
  const { finding } = result;
  return (
    <div className="flex items-start gap-2">
      <Icon size={16} aria-hidden="true" className="mt-0.5 shrink-0" />
      <div className="min-w-0">
        <p className="font-semibold">
          {result.isIntact
            ? `Verified up to event #${result.lastEventId}`
            : "The audit is not what was written"}{" "}
          <span className="font-normal text-ink-soft">
            <Time at={Date.parse(result.at)} now={now} />
          </span>
        </p>
        <p>{result.sentence}</p>
        {finding !== null && (
          <p className="flex flex-wrap gap-x-6">
            <ScopedLink
              href={`/audit?${new URLSearchParams({ event: finding.eventId })}`}
              className="text-link"
            >
              Event #{finding.eventId}
            </ScopedLink>
            <ScopedLink
              href={`/audit?${new URLSearchParams({ before: finding.eventId })}`}
              className="text-link"
            >
              The events before it
            </ScopedLink>
          </p>
        )}
      </div>
    </div>
  );
}
