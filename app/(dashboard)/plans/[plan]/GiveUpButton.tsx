"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { callApi } from "../../../_components/callApi.ts";
import { ReasonDialog } from "../../../_components/overlay/ReasonDialog.tsx";
import { changedPlanSchema } from "../changedPlanSchema.ts";
import { countOf } from "../planWords.ts";
import type { PlanView } from "./planView.ts";

/** Gives a draft up: it stays readable, and nothing of it ever runs. */
export function GiveUpButton({ plan }: { plan: PlanView["plan"] }) {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const moves = plan.content.phases.reduce((sum, phase) => sum + phase.moves.length, 0);

  async function giveUp(reason: string): Promise<string | null> {
    const answer = await callApi(`/api/v1/plans/${plan.id}/abort`, {
      method: "POST",
      body: { reason },
      schema: changedPlanSchema,
    });
    if (!answer.ok) return answer.error.message;
    router.refresh();
    return null;
  }

  return (
    <>
      <button type="button" className="control" onClick={() => setIsOpen(true)}>
        Give up
      </button>
      <ReasonDialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={`Give up ${plan.name}`}
        confirmLabel="Give up this draft"
        onConfirm={giveUp}
      >
        Version {plan.version}, a draft of {countOf(moves, "move", "moves")}, is marked as aborted. Nothing
        was moved by it. It stays readable, and a new version can be made from it.
      </ReasonDialog>
    </>
  );
}
