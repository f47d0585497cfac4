"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { ApiTokenView } from "#lib/auth/apiToken.ts";
import { endedSessionsSchema } from "#lib/auth/people/person.ts";
import { formatCount } from "#lib/charts/index.ts";
import { callApi } from "../../../_components/callApi.ts";
import { Notice } from "../../../_components/Notice.tsx";
import { Dialog } from "../../../_components/overlay/Dialog.tsx";
import { DialogActions } from "../../../_components/overlay/DialogActions.tsx";
import { toast } from "../../../_components/overlay/toast.tsx";

interface SignOutDialogProps {
  readonly token: ApiTokenView;
  /** This browser is signed in with it. */
  readonly isOwn: boolean;
  readonly onClose: () => void;
}

/** Says whom it signs out, and asks. */
export function SignOutDialog({ token, isOwn, onClose }: SignOutDialogProps) {
  const router = useRouter();
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function signOut() {
    setIsSending(true);
    const path = `/api/v1/tokens/${token.id}/sessions`;
    const answer = await callApi(path, { method: "DELETE", schema: endedSessionsSchema });
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
    const { ended } = answer.value;
    toast(`${formatCount(ended)} ${ended === 1 ? "browser" : "browsers"} signed out of ${token.name}.`);
    router.refresh();
    onClose();
  }

  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title={`Browsers of ${token.name}`}>
      <div className="flex flex-col gap-3">
        <p className="text-base">
          Every browser that was signed in with <strong>{token.name}</strong> is refused from its next request
          on. The token stays good: scripts go on, and whoever has it can sign in again.
        </p>
        {isOwn && <Notice tone="warning">This browser is one of them: you will be signed out.</Notice>}
        <DialogActions
          problem={problem}
          onCancel={onClose}
          confirm="Sign out its browsers"
          sending={isSending && "Signing out…"}
          onConfirm={() => void signOut()}
        />
      </div>
    </Dialog>
  );
}
