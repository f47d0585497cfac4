"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { type ApiTokenView, apiTokenSchema } from "#lib/auth/apiToken.ts";
import { formatAgo } from "#lib/charts/index.ts";
import { callApi } from "../../_components/callApi.ts";
import { Dialog } from "../../_components/overlay/Dialog.tsx";

interface RevokeTokenDialogProps {
  readonly token: ApiTokenView;
  /** The token that this very browser is signed in with. */
  readonly isOwn: boolean;
  readonly now: number;
  readonly onClose: () => void;
}

/** Says what revoking a token ends, and does it. */
export function RevokeTokenDialog({ token, isOwn, now, onClose }: RevokeTokenDialogProps) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const used =
    token.lastUsedAt === null ? "never used" : `last used ${formatAgo(Date.parse(token.lastUsedAt), now)}`;

  async function revoke() {
    const answer = await callApi(`/api/v1/tokens/${token.id}`, { method: "DELETE", schema: apiTokenSchema });
    if (!answer.ok) {
      setProblem(answer.error.message);
      return;
    }
    toast(`${token.name} is revoked.`);
    onClose();
    router.refresh();
  }

  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title={`Revoke ${token.name}`}>
      <p className="text-base">
        Whatever uses this {token.role} token ({used}) is refused from now on, and every browser signed in
        with it is signed out. That cannot be undone; a new token can be made in its place.
        {isOwn && (
          <strong className="font-semibold"> You are signed in with it: you will be signed out.</strong>
        )}
      </p>
      {problem !== null && (
        <p role="alert" className="mt-2 font-medium">
          {problem}
        </p>
      )}
      <div className="mt-4 flex justify-end gap-2">
        <button type="button" className="control" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="control control-primary" onClick={() => void revoke()}>
          Revoke
        </button>
      </div>
    </Dialog>
  );
}
