"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { ProposalAnswer } from "#lib/planning/proposal/proposalAnswer.ts";
import { type CallProblem, callApi } from "../../../_components/callApi.ts";
import { Notice } from "../../../_components/Notice.tsx";
import { changedPlanSchema } from "../changedPlanSchema.ts";

/** Makes a draft of something and goes to it; the body is that of POST /api/v1/plans. */
export function useSaveDraft() {
  const router = useRouter();
  const [isSaving, setIsSaving] = useState(false);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  async function save(body: unknown) {
    setIsSaving(true);
    setProblem(null);
    const answer = await callApi("/api/v1/plans", { method: "POST", body, schema: changedPlanSchema });
    if (answer.ok) router.push(`/plans/${answer.value.id}/edit`);
    else {
      setProblem(answer.error);
      setIsSaving(false);
    }
  }
  return { isSaving, problem, save };
}

/** Why no draft was made. */
export function SaveProblem({ problem }: { problem: Pick<CallProblem, "message" | "errors"> }) {
  return (
    <Notice tone="error">
      <p>{problem.message}</p>
      {problem.errors.length > 0 && (
        <ul className="list-disc pl-4 marker:text-ink-faint">
          {problem.errors.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              {path === "" ? "" : `${path}: `}
              {message}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

/** A draft of what is proposed; of a fleet's, one for each region. */
export function SaveProposal({ proposal }: { proposal: ProposalAnswer }) {
  const { isSaving, problem, save } = useSaveDraft();
  const isOne = proposal.region !== null;
  if (proposal.phases.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        {proposal.proposals.map(({ id, region }) => (
          <button
            key={id}
            type="button"
            className="control control-primary"
            disabled={isSaving}
            onClick={() => void save({ proposal: id })}
          >
            {isSaving
              ? "Saving, and simulating every step…"
              : isOne
                ? "Save as draft"
                : `Save the draft of ${region}`}
          </button>
        ))}
        {!isOne && <p className="text-ink-soft">What moves stays in its region: a plan is of one region.</p>}
      </div>
      {problem !== null && <SaveProblem problem={problem} />}
    </div>
  );
}
