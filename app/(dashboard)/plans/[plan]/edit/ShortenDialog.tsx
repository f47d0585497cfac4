"use client";

import { type FormEvent, useState } from "react";
import { Dialog } from "../../../../_components/overlay/Dialog.tsx";
import { DialogActions } from "../../../../_components/overlay/DialogActions.tsx";
import { hoursText } from "../../planWords.ts";

interface ShortenDialogProps {
  readonly phaseName: string;
  readonly hours: number;
  readonly usualHours: number;
  readonly onShorten: (by: { readonly approver: string; readonly reason: string }) => void;
  readonly onClose: () => void;
}

/** A wait shorter than is set: who answers for it, and why. */
export function ShortenDialog({ phaseName, hours, usualHours, onShorten, onClose }: ShortenDialogProps) {
  const [approver, setApprover] = useState("");
  const [reason, setReason] = useState("");

  function submit(event: FormEvent) {
    event.preventDefault();
    onShorten({ approver: approver.trim(), reason: reason.trim() });
  }

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Observe ${phaseName} for ${hoursText(hours)} only?`}
      description={`${hoursText(usualHours)} are set for its class. Someone has to answer for seeing less.`}
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        <label className="flex flex-col gap-1">
          <span className="text-ink-soft">Approver who answers for it</span>
          <input
            required
            value={approver}
            onChange={(event) => setApprover(event.target.value)}
            className="field"
            autoComplete="off"
          />
        </label>
        <label className="flex flex-col gap-1">
          <span className="text-ink-soft">Reason, kept with the plan</span>
          <textarea
            required
            rows={3}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            className="field h-auto py-2"
          />
        </label>
        <DialogActions
          problem={null}
          onCancel={onClose}
          confirm="Shorten it"
          isDisabled={approver.trim() === "" || reason.trim() === ""}
        />
      </form>
    </Dialog>
  );
}
