"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { callApi } from "../../../_components/callApi.ts";
import { toast } from "../../../_components/overlay/toast.tsx";
import { changedPlanSchema } from "../changedPlanSchema.ts";
import type { PlanView } from "./planView.ts";

/** Puts a draft on the newest peak window: the same moves, every number anew. The numbers of before stay among its edits. */
export function MeasureAnewButton({ plan }: { plan: PlanView["plan"] }) {
  const router = useRouter();
  const [isSending, setIsSending] = useState(false);

  async function measure() {
    setIsSending(true);
    const answer = await callApi(`/api/v1/plans/${plan.id}`, {
      method: "PATCH",
      body: { revision: plan.revision, window: "peak" },
      schema: changedPlanSchema,
    });
    setIsSending(false);
    if (!answer.ok) toast.error(answer.error.message);
    else router.refresh();
  }

  return (
    <button
      type="button"
      className="control"
      disabled={isSending}
      onClick={() => void measure()}
      title="Simulates the same moves on the peak window of the last day, with the homes, models and limits of now"
    >
      {isSending ? "Simulating every step…" : "Measure anew"}
    </button>
  );
}
