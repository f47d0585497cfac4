"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { Choice } from "../../../_components/Choice.tsx";
import { callApi } from "../../../_components/callApi.ts";
import { Dialog } from "../../../_components/overlay/Dialog.tsx";
import { DialogActions } from "../../../_components/overlay/DialogActions.tsx";
import { planHref } from "../../../_components/scope/hrefs.ts";
import { carryScope } from "../../../_components/scope/scope.ts";
import { changedPlanSchema } from "../changedPlanSchema.ts";
import type { PlanView } from "./planView.ts";

/** A new draft that begins as the version shown; what stands stays what it is. */
export function NewVersionButton({ plan }: { plan: PlanView["plan"] }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" className="control" onClick={() => setIsOpen(true)}>
        New version
      </button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={`A new version of ${plan.name}`}
        description={`A draft with the phases and moves of version ${plan.version}, for you to change.`}
      >
        <NewVersionForm plan={plan} onCancel={() => setIsOpen(false)} />
      </Dialog>
    </>
  );
}

type Hours = "anew" | "same";

function NewVersionForm({ plan, onCancel }: { plan: PlanView["plan"]; onCancel: () => void }) {
  const router = useRouter();
  const current = useSearchParams();
  const [hours, setHours] = useState<Hours>("anew");
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function make() {
    setIsSending(true);
    const answer = await callApi(`/api/v1/plans/${plan.id}/versions`, {
      method: "POST",
      body: { from: plan.version, ...(hours === "anew" ? { window: "peak" } : {}) },
      schema: changedPlanSchema,
    });
    setIsSending(false);
    if (answer.ok) router.push(carryScope(`${planHref(plan.id)}/edit`, current));
    else setProblem(answer.error.message);
  }

  return (
    <div className="flex flex-col gap-3">
      <Choice
        label="Measured on"
        value={hours}
        onChange={setHours}
        items={[
          { value: "anew", label: "Measured anew" },
          { value: "same", label: "The same hours" },
        ]}
      />
      <p className="text-ink-soft">
        {hours === "anew"
          ? "On the peak window of the last day, with the homes, models and limits of now: it can be started for the longest."
          : "On the hours of this version: the numbers compare exactly, and it expires when this one does."}
      </p>
      <DialogActions
        problem={problem}
        onCancel={onCancel}
        confirm="Make the draft"
        sending={isSending && "Simulating every step…"}
        onConfirm={() => void make()}
      />
    </div>
  );
}
