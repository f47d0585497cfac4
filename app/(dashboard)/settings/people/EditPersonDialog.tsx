"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { z } from "zod";
import { type PersonView, personSchema, personWithPasswordSchema } from "#lib/auth/people/person.ts";
import { callApi } from "../../../_components/callApi.ts";
import { Notice } from "../../../_components/Notice.tsx";
import { Dialog } from "../../../_components/overlay/Dialog.tsx";
import { DialogActions } from "../../../_components/overlay/DialogActions.tsx";
import { toast } from "../../../_components/overlay/toast.tsx";
import { TextField, typedInto } from "../../../_components/TextField.tsx";
import { useSending } from "../../../_components/useSending.ts";
import { FirstPassword } from "./FirstPassword.tsx";
import { DeedQuestion, PersonDeeds } from "./PersonDeeds.tsx";
import type { PersonDeed } from "./personDeeds.ts";
import { type Rights, RoleAndRegions } from "./RoleAndRegions.tsx";

interface EditPersonDialogProps {
  readonly person: PersonView;
  readonly regions: readonly string[];
  readonly isOwn: boolean;
  readonly onClose: () => void;
}

/** What a person may do, and what is done about a lost password, phone or person. */
export function EditPersonDialog({ person, regions, isOwn, onClose }: EditPersonDialogProps) {
  const router = useRouter();
  const [rights, setRights] = useState<Rights>({ role: person.role, regions: person.regions });
  const [password, setPassword] = useState<{ readonly made: string | null } | null>(null);
  const [asked, setAsked] = useState<PersonDeed | null>(null);
  const { isSending, problem, setProblem, send } = useSending();

  const done = (words: string) => {
    toast(words);
    router.refresh();
    onClose();
  };
  const path = `/api/v1/people/${person.id}`;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = typedInto(event.currentTarget, "name");
    // Of those whom the provider says, only the name is ours.
    const body = { name, ...(person.isFromProvider ? {} : rights) };
    await send(
      () => callApi(path, { method: "PATCH", body, schema: personSchema }),
      () => done(`${person.email} is changed.`),
    );
  }

  const reset = () =>
    send(
      () => callApi(`${path}/password`, { method: "POST", schema: personWithPasswordSchema }),
      (answer) => {
        setPassword({ made: answer.password });
        router.refresh();
      },
    );

  async function act({ request, done: words }: PersonDeed) {
    if (words === null) return await reset();
    const { path: part, ...call } = request;
    await send(
      () => callApi(path + part, { ...call, schema: z.unknown() }),
      () => done(words),
    );
  }

  function ask(deed: PersonDeed | null) {
    setProblem(null);
    setAsked(deed);
  }

  const title = asked === null ? person.email : `${asked.label}: ${person.email}`;
  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title={title}>
      {password !== null ? (
        <FirstPassword email={person.email} password={password.made} onClose={onClose} />
      ) : asked !== null ? (
        <DeedQuestion
          deed={asked}
          isOwn={isOwn}
          isSending={isSending}
          problem={problem}
          onCancel={() => ask(null)}
          onConfirm={() => void act(asked)}
        />
      ) : (
        <div className="flex flex-col gap-4">
          <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
            <TextField label="Name" name="name" required maxLength={100} defaultValue={person.name} />
            {person.isFromProvider ? (
              <p className="text-ink-soft">
                {person.role}, by single sign-on: role and regions are read anew from the groups there at each
                sign-in.
              </p>
            ) : (
              <RoleAndRegions rights={rights} all={regions} onChange={setRights} />
            )}
            {rights.role !== person.role && (
              <Notice tone="information">
                Another role signs {isOwn ? "you" : "them"} out of every browser, so that it holds everywhere
                at once.
              </Notice>
            )}
            <DialogActions
              problem={problem}
              onCancel={onClose}
              confirm="Save"
              sending={isSending && "Saving…"}
            />
          </form>
          <PersonDeeds
            person={person}
            isSending={isSending}
            onChoose={(deed) => (deed.question === null ? void act(deed) : ask(deed))}
          />
        </div>
      )}
    </Dialog>
  );
}
