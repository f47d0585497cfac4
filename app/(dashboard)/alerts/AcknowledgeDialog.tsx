"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { type Alert, alertSchema } from "#lib/alerts/list/alertAnswer.ts";
import { callApi } from "../../_components/callApi.ts";
import { Dialog } from "../../_components/overlay/Dialog.tsx";
import { DialogActions } from "../../_components/overlay/DialogActions.tsx";
import { toast } from "../../_components/overlay/toast.tsx";

/** Takes an alert on, with a word on what is being done. */
export function AcknowledgeDialog({ alert, onClose }: { alert: Alert; onClose: () => void }) {
  const router = useRouter();
  const [note, setNote] = useState("");
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const noteId = useId();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsSending(true);
    const answer = await callApi(`/api/v1/alerts/${alert.id}/acknowledge`, {
      method: "POST",
      body: note.trim() === "" ? {} : { note: note.trim() },
      schema: alertSchema,
    });
    setIsSending(false);
    if (!answer.ok) {
      setProblem(answer.error.message);
      return;
    }
    toast("You look after it.");
    router.refresh();
    onClose();
  }

  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title="Acknowledge the alert">
      <form onSubmit={submit} className="flex flex-col gap-3">
        <p className="text-base">{alert.sentence}</p>
        <p className="text-ink-soft">
          Everyone sees that you look after it. It stays open until the measure is back; channels are told
          then.
        </p>
        <label htmlFor={noteId} className="text-ink-soft">
          Note, where there is something to say
        </label>
        <textarea
          id={noteId}
          rows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          className="field h-auto py-2"
        />
        <DialogActions
          problem={problem}
          onCancel={onClose}
          confirm="Acknowledge"
          sending={isSending && "Sending…"}
        />
      </form>
    </Dialog>
  );
}
