"use client";

import type { FormEvent, ReactNode } from "react";
import { DialogActions } from "../../_components/overlay/DialogActions.tsx";
import { TextField, typedInto } from "../../_components/TextField.tsx";

interface PasswordProofProps {
  readonly onGiven: (password: string) => void;
  readonly onCancel: () => void;
  readonly confirm: string;
  readonly isSending: boolean;
  readonly problem: string | null;
  readonly children: ReactNode;
}

/** Asks for one's password again, before something that whoever finds an open browser must not do. */
export function PasswordProof(props: PasswordProofProps) {
  const { onGiven, onCancel, confirm, isSending, problem, children } = props;
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onGiven(typedInto(event.currentTarget, "password"));
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {children}
      <TextField
        label="Your password"
        name="password"
        type="password"
        required
        autoComplete="current-password"
      />
      <DialogActions
        problem={problem}
        onCancel={onCancel}
        confirm={confirm}
        sending={isSending && "One moment…"}
      />
    </form>
  );
}
