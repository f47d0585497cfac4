"use client";

import { useState } from "react";
import type { CreatedToken } from "#lib/auth/apiToken.ts";
import { Notice } from "../../../_components/Notice.tsx";
import { SecretToCopy } from "../../../_components/SecretToCopy.tsx";

interface ShownSecretProps {
  readonly token: CreatedToken;
  /** Somebody tried to leave without having copied it. */
  readonly isLeaving: boolean;
  readonly onKept: () => void;
  readonly onClose: () => void;
}

/** The secret of a token just made, shown this once, to copy. */
export function ShownSecret({ token, isLeaving, onKept, onClose }: ShownSecretProps) {
  const [isKept, setIsKept] = useState(false);
  if (token.secret === null)
    return (
      <Notice tone="warning">
        The token was made, but its secret was in an answer that did not arrive. Revoke it and make another.
      </Notice>
    );
  const isLeft = !isKept && isLeaving;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-base">
        This is its secret, role <strong>{token.role}</strong>. It is shown this once: nobody can read it
        again, not even an admin.
      </p>
      <SecretToCopy
        secrets={[token.secret]}
        onKept={() => {
          setIsKept(true);
          onKept();
        }}
      />
      <p role="status" className="font-medium empty:hidden">
        {isLeft && "It has not been copied, and cannot be shown again."}
      </p>
      <div className="flex justify-end">
        <button type="button" className={`control ${isKept ? "control-primary" : ""}`} onClick={onClose}>
          {isLeft ? "Close without it" : "Done"}
        </button>
      </div>
    </div>
  );
}
