"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { type PersonWithPassword, personWithPasswordSchema } from "#lib/auth/people/person.ts";
import { callApi } from "../../../_components/callApi.ts";
import { Dialog } from "../../../_components/overlay/Dialog.tsx";
import { DialogActions } from "../../../_components/overlay/DialogActions.tsx";
import { TextField, typedInto } from "../../../_components/TextField.tsx";
import { useSending } from "../../../_components/useSending.ts";
import { FirstPassword } from "./FirstPassword.tsx";
import { type Rights, RoleAndRegions } from "./RoleAndRegions.tsx";

interface NewPersonDialogProps {
  readonly regions: readonly string[];
  readonly onClose: () => void;
}

/** Makes a person, then shows the password to hand over, this once. */
export function NewPersonDialog({ regions, onClose }: NewPersonDialogProps) {
  const router = useRouter();
  const [rights, setRights] = useState<Rights>({ role: "viewer", regions: null });
  const [made, setMade] = useState<PersonWithPassword | null>(null);
  const { isSending, problem, send } = useSending();

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const body = { name: typedInto(form, "name"), email: typedInto(form, "email"), ...rights };
    await send(
      () => callApi("/api/v1/people", { method: "POST", body, schema: personWithPasswordSchema }),
      (person) => {
        setMade(person);
        router.refresh();
      },
    );
  }

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={made === null ? "New person" : `The first password of ${made.name}`}
    >
      {made !== null ? (
        <FirstPassword email={made.email} password={made.password} onClose={onClose} />
      ) : (
        <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
          <TextField label="Name" name="name" required maxLength={100} autoComplete="off" />
          <TextField
            label="E-mail"
            name="email"
            type="email"
            required
            autoComplete="off"
            hint="Signs in with it, and is called by it in the audit. It does not change."
          />
          <RoleAndRegions rights={rights} all={regions} onChange={setRights} />
          <DialogActions
            problem={problem}
            onCancel={onClose}
            confirm="Make the person"
            sending={isSending && "Making…"}
          />
        </form>
      )}
    </Dialog>
  );
}
