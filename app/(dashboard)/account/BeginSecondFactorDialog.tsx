"use client";

import { type FormEvent, useState } from "react";
import { renderSVG } from "uqr";
import { z } from "zod";
import { secondFactorSetupSchema } from "#lib/auth/people/person.ts";
import { callApi } from "../../_components/callApi.ts";
import { Dialog } from "../../_components/overlay/Dialog.tsx";
import { DialogActions } from "../../_components/overlay/DialogActions.tsx";
import { SecretToCopy } from "../../_components/SecretToCopy.tsx";
import { TextField, typedInto } from "../../_components/TextField.tsx";
import { useSending } from "../../_components/useSending.ts";
import { BackupCodes } from "./BackupCodes.tsx";
import { PasswordProof } from "./PasswordProof.tsx";

interface Setup {
  readonly uri: string;
  readonly backupCodes: readonly string[];
}

/** The password, the code to scan and a first code of it, the backup codes. */
export function BeginSecondFactorDialog({ onClose }: { onClose: () => void }) {
  const [setup, setSetup] = useState<Setup | null>(null);
  const [isOn, setIsOn] = useState(false);
  const { isSending, problem, send } = useSending();

  const begin = (password: string) =>
    send(
      () =>
        callApi("/api/v1/account/second-factor", {
          method: "POST",
          body: { password },
          schema: secondFactorSetupSchema,
        }),
      setSetup,
    );

  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title="Turn on a second factor">
      {setup === null ? (
        <PasswordProof
          onGiven={(password) => void begin(password)}
          onCancel={onClose}
          confirm="Go on"
          isSending={isSending}
          problem={problem}
        >
          <p className="text-base">
            An app on your phone (Microsoft Authenticator, Aegis, 1Password, …) will show a code that is asked
            for after your password.
          </p>
        </PasswordProof>
      ) : isOn ? (
        <BackupCodes codes={setup.backupCodes} onClose={onClose} />
      ) : (
        <FirstCode uri={setup.uri} onCancel={onClose} onOn={() => setIsOn(true)} />
      )}
    </Dialog>
  );
}

interface FirstCodeProps {
  readonly uri: string;
  readonly onCancel: () => void;
  readonly onOn: () => void;
}

function FirstCode({ uri, onCancel, onOn }: FirstCodeProps) {
  const { isSending, problem, send } = useSending();
  const secret = new URL(uri).searchParams.get("secret") ?? "";

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const code = typedInto(event.currentTarget, "code").replaceAll(/\s/g, "");
    await send(
      () =>
        callApi("/api/v1/account/second-factor/confirm", {
          method: "POST",
          body: { code },
          schema: z.unknown(),
        }),
      onOn,
    );
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      <p className="text-base">
        Scan this with the app, or type the secret into it. Then type the code it shows.
      </p>
      {/* biome-ignore lint/performance/noImgElement: a drawing made here, which no server scales */}
      <img
        src={`data:image/svg+xml,${encodeURIComponent(renderSVG(uri, { border: 2 }))}`}
        alt="The secret of the second factor as a QR code"
        className="size-48 self-center rounded-md bg-white"
      />
      <SecretToCopy secrets={[secret]} />
      <TextField label="Code" name="code" required isCode inputMode="numeric" autoComplete="one-time-code" />
      <DialogActions
        problem={problem}
        onCancel={onCancel}
        confirm="Turn it on"
        sending={isSending && "Looking at it…"}
      />
    </form>
  );
}
