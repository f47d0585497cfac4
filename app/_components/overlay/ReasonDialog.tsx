"use client";

import { type FormEvent, type ReactNode, useId, useState } from "react";
import { Dialog } from "./Dialog.tsx";
import { DialogActions } from "./DialogActions.tsx";

interface ReasonDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly title: string;
  /** Exactly what will happen, and whether it can be undone. */
  readonly children: ReactNode;
  readonly confirmLabel: string;
  /** False: shows what it is, but not the way to do it; the text says who may. */
  readonly isAllowed?: boolean;
  /** Sends it. An answer of null is success; a text is what went wrong and what to do, shown as it is. */
  readonly onConfirm: (reason: string) => Promise<string | null>;
}

/** A dangerous action: what will happen, why, and then the button. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { isOpen, onOpenChange, title, children, confirmLabel, onConfirm, isAllowed = true } = props;
  const [reason, setReason] = useState("");
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const reasonId = useId();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsSending(true);
    const answer = await onConfirm(reason.trim());
    setIsSending(false);
    setProblem(answer);
    if (answer === null) {
      setReason("");
      onOpenChange(false);
    }
  }

  if (!isAllowed) {
    return (
      <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={title}>
        <div className="text-base">{children}</div>
      </Dialog>
    );
  }

  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={title}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <div className="text-base">{children}</div>
        <label htmlFor={reasonId} className="text-ink-soft">
          Reason, kept in the audit
        </label>
        <textarea
          id={reasonId}
          required
          rows={3}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          className="field h-auto py-2"
        />
        <DialogActions
          problem={problem}
          onCancel={() => onOpenChange(false)}
          confirm={confirmLabel}
          sending={isSending && "Sending…"}
          isDisabled={reason.trim() === ""}
        />
      </form>
    </Dialog>
  );
}
