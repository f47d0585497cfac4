"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { Dialog } from "../../../../_components/overlay/Dialog.tsx";
import { DialogActions } from "../../../../_components/overlay/DialogActions.tsx";
import { callRun } from "./callRun.ts";
import type { DeedWords } from "./runWords.ts";

/** Something more that is asked for, beside the reason. */
export interface RunField {
  readonly name: string;
  readonly label: string;
  readonly kind: "text" | "hours";
  readonly isRequired: boolean;
  readonly value?: string;
}

interface RunButtonProps {
  readonly plan: { readonly id: number; readonly version: number };
  readonly path: string;
  readonly words: DeedWords;
  /** `none` = it is not asked for. */
  readonly reason: "required" | "optional" | "none";
  readonly field?: RunField;
  readonly isPrimary?: boolean;
  readonly children?: ReactNode;
}

/** Two steps for whatever is done to a plan: the button, and a dialog that says exactly what will happen. */
export function RunButton({ words, isPrimary = false, ...rest }: RunButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={`control whitespace-nowrap ${isPrimary ? "control-primary" : ""}`}
        onClick={() => setIsOpen(true)}
      >
        {words.label}
      </button>
      <Dialog isOpen={isOpen} onOpenChange={setIsOpen} title={words.title}>
        <RunForm {...{ words, ...rest }} onDone={() => setIsOpen(false)} />
      </Dialog>
    </>
  );
}

type RunFormProps = Omit<RunButtonProps, "isPrimary"> & { readonly onDone: () => void };

function RunForm({ plan, path, words, reason: asks, field, children, onDone }: RunFormProps) {
  const router = useRouter();
  const [reason, setReason] = useState("");
  const [given, setGiven] = useState(field?.value ?? "");
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const reasonKey = path === "submit" ? "override" : "reason";
  const lacks = (asks === "required" && reason.trim() === "") || (field?.isRequired && given.trim() === "");

  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsSending(true);
    const answer = await callRun(plan, path, {
      ...(reason.trim() === "" ? {} : { [reasonKey]: reason.trim() }),
      ...(field === undefined || given.trim() === ""
        ? {}
        : { [field.name]: field.kind === "hours" ? Number(given) : given.trim() }),
    });
    setIsSending(false);
    setProblem(answer);
    // What went wrong may have changed the plan: a phase that no longer comes out as approved asks for a new approval.
    router.refresh();
    if (answer === null) onDone();
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      <p className="text-base">{words.what}</p>
      {children}
      {field !== undefined && <Field {...{ field, given }} onGive={setGiven} />}
      {asks !== "none" && <Reason isRequired={asks === "required"} value={reason} onChange={setReason} />}
      <DialogActions
        problem={problem}
        onCancel={onDone}
        confirm={words.label}
        sending={isSending && "Sending…"}
        isDisabled={lacks === true}
      />
    </form>
  );
}

function Field({
  field,
  given,
  onGive,
}: {
  field: RunField;
  given: string;
  onGive: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-ink-soft">
        {field.label}
      </label>
      <input
        id={id}
        type={field.kind === "hours" ? "number" : "text"}
        min={field.kind === "hours" ? 1 : undefined}
        required={field.isRequired}
        value={given}
        onChange={(event) => onGive(event.target.value)}
        className="field h-9"
      />
    </div>
  );
}

export function Reason({
  isRequired,
  value,
  onChange,
}: {
  isRequired: boolean;
  value: string;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-ink-soft">
        {isRequired ? "Reason, kept in the audit" : "Comment, kept in the audit; may be left out"}
      </label>
      <textarea
        id={id}
        required={isRequired}
        rows={3}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="field h-auto py-2"
      />
    </div>
  );
}
