"use client";

import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { z } from "zod";
import { SHORTEST_PASSWORD } from "#lib/auth/people/passwordRules.ts";
import { callApi } from "../../_components/callApi.ts";
import { toast } from "../../_components/overlay/toast.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { TextField, typedInto } from "../../_components/TextField.tsx";
import { useSending } from "../../_components/useSending.ts";

/** Another password, by whoever knows this one. */
export function PasswordPart() {
  const router = useRouter();
  const { isSending, problem, setProblem, send } = useSending();

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const newPassword = typedInto(form, "newPassword");
    if (newPassword !== typedInto(form, "again")) {
      setProblem("The two new ones are not the same: type them again.");
      return;
    }
    const body = { currentPassword: typedInto(form, "currentPassword"), newPassword };
    await send(
      () => callApi("/api/v1/account/password", { method: "PUT", body, schema: z.unknown() }),
      () => {
        form.reset();
        toast("Your password is changed; every other browser is signed out.");
        router.refresh();
      },
    );
  }

  return (
    <Panel title="Password" note="Changing it signs out every other browser.">
      <form onSubmit={(event) => void submit(event)} className="flex max-w-sm flex-col gap-3">
        <TextField
          label="Present password"
          name="currentPassword"
          type="password"
          required
          autoComplete="current-password"
        />
        <TextField
          label="New password"
          name="newPassword"
          type="password"
          required
          minLength={SHORTEST_PASSWORD}
          autoComplete="new-password"
          hint={`At least ${SHORTEST_PASSWORD} characters; a few words that have nothing to do with one another are good.`}
        />
        <TextField
          label="New password, once more"
          name="again"
          type="password"
          required
          autoComplete="new-password"
        />
        {problem !== null && (
          <p role="alert" className="font-medium">
            {problem}
          </p>
        )}
        <button type="submit" className="control control-primary self-start" disabled={isSending}>
          {isSending ? "Changing…" : "Change the password"}
        </button>
      </form>
    </Panel>
  );
}
