"use client";

import { z } from "zod";
import { callApi } from "../../_components/callApi.ts";
import { Dialog } from "../../_components/overlay/Dialog.tsx";
import { toast } from "../../_components/overlay/toast.tsx";
import { useSending } from "../../_components/useSending.ts";
import { PasswordProof } from "./PasswordProof.tsx";

/** No code any more. */
export function EndSecondFactorDialog({ onClose }: { onClose: () => void }) {
  const { isSending, problem, send } = useSending();
  const end = (password: string) =>
    send(
      () =>
        callApi("/api/v1/account/second-factor", {
          method: "DELETE",
          body: { password },
          schema: z.unknown(),
        }),
      () => {
        toast("The second factor is off.");
        onClose();
      },
    );
  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title="Turn off the second factor">
      <PasswordProof
        onGiven={(password) => void end(password)}
        onCancel={onClose}
        confirm="Turn it off"
        isSending={isSending}
        problem={problem}
      >
        <p className="text-base">
          From then on your password alone signs you in. The backup codes end with it.
        </p>
      </PasswordProof>
    </Dialog>
  );
}
