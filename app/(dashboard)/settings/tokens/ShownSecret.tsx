"use client";

import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";
import type { CreatedToken } from "#lib/auth/apiToken.ts";
import { Notice } from "../../../_components/Notice.tsx";

interface ShownSecretProps {
  readonly token: CreatedToken;
  /** Somebody tried to leave without having copied it. */
  readonly isLeaving: boolean;
  readonly onKept: () => void;
  readonly onClose: () => void;
}

/** The secret of a token just made, shown this once, to copy. */
export function ShownSecret({ token, isLeaving, onKept, onClose }: ShownSecretProps) {
  const [copied, setCopied] = useState<"not yet" | "copied" | "failed">("not yet");
  const secretRef = useRef<HTMLElement>(null);

  async function copy() {
    try {
      await navigator.clipboard.writeText(token.secret ?? "");
      setCopied("copied");
    } catch {
      // No clipboard without https: marked, so that the keys for copying take it.
      if (secretRef.current !== null) window.getSelection()?.selectAllChildren(secretRef.current);
      setCopied("failed");
    }
    onKept();
  }

  if (token.secret === null)
    return (
      <Notice tone="warning">
        The token was made, but its secret was in an answer that did not arrive. Revoke it and make another.
      </Notice>
    );
  return (
    <div className="flex flex-col gap-3">
      <p className="text-base">
        This is its secret, role <strong>{token.role}</strong>. It is shown this once: nobody can read it
        again, not even an admin.
      </p>
      <div className="flex items-center gap-2">
        <code
          ref={secretRef}
          className="min-w-0 flex-1 rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs break-all"
        >
          {token.secret}
        </code>
        <button type="button" className="control" onClick={() => void copy()}>
          {copied === "copied" ? (
            <Check size={14} aria-hidden="true" />
          ) : (
            <Copy size={14} aria-hidden="true" />
          )}
          {copied === "copied" ? "Copied" : "Copy"}
        </button>
      </div>
      <p role="status" className="font-medium empty:hidden">
        {copied === "failed" &&
          "The browser did not let it be copied. It is marked: copy it with the keyboard."}
        {copied === "not yet" && isLeaving && "It has not been copied, and cannot be shown again."}
      </p>
      <div className="flex justify-end">
        <button
          type="button"
          className={`control ${copied === "not yet" ? "" : "control-primary"}`}
          onClick={onClose}
        >
          {copied === "not yet" && isLeaving ? "Close without it" : "Done"}
        </button>
      </div>
    </div>
  );
}
