"use client";

import { useState } from "react";
import { backupCodesSchema } from "#lib/auth/people/person.ts";
import { callApi } from "../../_components/callApi.ts";
import { Dialog } from "../../_components/overlay/Dialog.tsx";
import { useSending } from "../../_components/useSending.ts";
import { BackupCodes } from "./BackupCodes.tsx";
import { PasswordProof } from "./PasswordProof.tsx";

/** New backup codes in place of those of before. */
export function BackupCodesDialog({ onClose }: { onClose: () => void }) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const { isSending, problem, send } = useSending();
  const make = (password: string) =>
    send(
      () =>
        callApi("/api/v1/account/second-factor/backup-codes", {
          method: "POST",
          body: { password },
          schema: backupCodesSchema,
        }),
      (answer) => setCodes(answer.backupCodes),
    );
  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title="New backup codes">
      {codes === null ? (
        <PasswordProof
          onGiven={(password) => void make(password)}
          onCancel={onClose}
          confirm="Make them"
          isSending={isSending}
          problem={problem}
        >
          <p className="text-base">Those you have are good no more from then on.</p>
        </PasswordProof>
      ) : (
        <BackupCodes codes={codes} onClose={onClose} />
      )}
    </Dialog>
  );
}
