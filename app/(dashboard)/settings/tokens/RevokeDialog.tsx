"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { type ApiTokenView, apiTokenSchema } from "#lib/auth/apiToken.ts";
import { callApi } from "../../../_components/callApi.ts";
import { Notice } from "../../../_components/Notice.tsx";
import { Dialog } from "../../../_components/overlay/Dialog.tsx";
import { DialogActions } from "../../../_components/overlay/DialogActions.tsx";
import { toast } from "../../../_components/overlay/toast.tsx";

interface RevokeDialogProps {
  readonly token: ApiTokenView;
  /** This browser is signed in with it. */
  readonly isOwn: boolean;
  readonly ownName: string;
  readonly isLastAdmin: boolean;
  readonly onClose: () => void;
}

/** Says what revoking ends, and asks. */
export function RevokeDialog({ token, isOwn, ownName, isLastAdmin, onClose }: RevokeDialogProps) {
  const router = useRouter();
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function revoke() {
    setIsSending(true);
    const answer = await callApi(`/api/v1/tokens/${token.id}`, { method: "DELETE", schema: apiTokenSchema });
    setIsSending(false);
    if (!answer.ok) {
      setProblem(answer.error.message);
      return;
    }
    if (isOwn) {
      // A full load, so that nothing of this session stays in memory.
      window.location.assign("/sign-in");
      return;
    }
    toast(`${token.name} is revoked.`);
    router.refresh();
    onClose();
  }

  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title={`Revoke ${token.name}`}>
      <div className="flex flex-col gap-3">
        <p className="text-base">
          <strong>{token.name}</strong> ({token.role},{" "}
          <code className="font-mono text-sm">{token.prefix}…</code>) and every browser signed in with it are
          refused from the next request on. This cannot be undone; another token can be made. What it did
          stays in the audit.
        </p>
        {isOwn && (
          <Notice tone="warning">You are signed in with it, as {ownName}: you will be signed out.</Notice>
        )}
        {isLastAdmin && (
          <Notice tone="warning">
            It is the last usable token of an admin. After it, one is made on the server only:{" "}
            <code className="font-mono text-sm">npm run token -- --role admin --name NAME</code>
          </Notice>
        )}
        <DialogActions
          problem={problem}
          onCancel={onClose}
          confirm={`Revoke ${token.name}`}
          sending={isSending && "Revoking…"}
          onConfirm={() => void revoke()}
        />
      </div>
    </Dialog>
  );
}
