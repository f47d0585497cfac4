"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { backfillSchema, type Source } from "#lib/pull/source/sourceBody.ts";
import { callApi } from "../../../_components/callApi.ts";
import { FormDialog } from "../../../_components/overlay/FormDialog.tsx";
import { LabelledField } from "../../alerts/LabelledField.tsx";

interface BackfillDialogProps {
  readonly source: Source;
  readonly nowMs: number;
  readonly onClose: () => void;
}

/** A range of the past to be read once. */
export function BackfillDialog({ source, nowMs, onClose }: BackfillDialogProps) {
  const router = useRouter();
  const at = (ms: number) => `${new Date(ms).toISOString().slice(0, 16)}Z`;
  const [from, setFrom] = useState(at(nowMs - 86_400_000));
  const [to, setTo] = useState(at(nowMs));
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setIsSending] = useState(false);
  const submit = async () => {
    const times = [from, to].map((text) => Date.parse(text));
    if (times.some(Number.isNaN)) return setProblem("Write both times as 2026-01-31T12:00Z.");
    setIsSending(true);
    const body = { from: new Date(times[0] ?? 0).toISOString(), to: new Date(times[1] ?? 0).toISOString() };
    const answer = await callApi(`/api/v1/pull-sources/${source.id}/backfills`, {
      method: "POST",
      schema: backfillSchema,
      body,
    });
    setIsSending(false);
    if (!answer.ok) return setProblem(answer.error.message);
    router.refresh();
    onClose();
  };
  return (
    <FormDialog
      title={`Read the past of ${source.name}`}
      description="It is read in parts beside what is due, within a minute from now; it can be cancelled and gone on with. What is known already is not changed."
      onClose={onClose}
      onSubmit={submit}
      problem={problem}
      confirm="Read it"
      sending={isSending && "Beginning…"}
    >
      <LabelledField label="From, UTC" value={from} onChange={setFrom} isRequired />
      <LabelledField label="To, UTC" value={to} onChange={setTo} isRequired />
    </FormDialog>
  );
}
