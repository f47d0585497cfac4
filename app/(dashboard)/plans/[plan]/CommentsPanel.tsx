"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { z } from "zod";
import { formatUtcDateTime } from "#lib/charts/index.ts";
import { callApi } from "../../../_components/callApi.ts";
import { Panel } from "../../../_components/Panel.tsx";
import type { PlanView } from "./planView.ts";

/** What people said about the plan, and the field to say something. */
export function CommentsPanel({ view: { plan, mayEdit, readMs } }: { view: PlanView }) {
  return (
    <Panel title="Comments" note="kept with the plan, whatever becomes of it">
      <div className="flex flex-col gap-3">
        {plan.comments.length === 0 && <p className="text-ink-soft">Nobody has said anything yet.</p>}
        {plan.comments.length > 0 && (
          <ol className="flex max-h-96 flex-col gap-2.5 overflow-y-auto">
            {plan.comments.map(({ id, author, at, version, text }) => (
              <li key={id}>
                <p className="text-xs text-ink-soft">
                  <span className="font-semibold text-ink">{author}</span>,{" "}
                  {formatUtcDateTime(Date.parse(at), readMs)} UTC
                  {plan.versions.length > 1 && <>, on version {version}</>}
                </p>
                <p className="max-w-prose whitespace-pre-wrap">{text}</p>
              </li>
            ))}
          </ol>
        )}
        {mayEdit ? (
          <CommentForm plan={plan} />
        ) : (
          <p className="text-ink-soft">Commenting takes an operator’s role.</p>
        )}
      </div>
    </Panel>
  );
}

function CommentForm({ plan }: { plan: PlanView["plan"] }) {
  const router = useRouter();
  const fieldId = useId();
  const [text, setText] = useState("");
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function send(event: FormEvent) {
    event.preventDefault();
    setIsSending(true);
    const answer = await callApi(`/api/v1/plans/${plan.id}/comments`, {
      method: "POST",
      body: { text: text.trim(), version: plan.version },
      schema: z.unknown(),
    });
    setIsSending(false);
    setProblem(answer.ok ? null : answer.error.message);
    if (!answer.ok) return;
    setText("");
    router.refresh();
  }

  return (
    <form onSubmit={(event) => void send(event)} className="flex flex-col gap-2">
      <label htmlFor={fieldId} className="text-ink-soft">
        Say something on version {plan.version}
      </label>
      <textarea
        id={fieldId}
        rows={2}
        maxLength={2_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="field h-auto py-2"
      />
      {problem !== null && (
        <p role="alert" className="font-medium">
          {problem}
        </p>
      )}
      <button type="submit" className="control self-end" disabled={text.trim() === "" || isSending}>
        {isSending ? "Sending…" : "Comment"}
      </button>
    </form>
  );
}
