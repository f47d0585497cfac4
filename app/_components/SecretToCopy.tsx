"use client";

import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";

interface SecretToCopyProps {
  /** One, or several that are copied as lines. */
  readonly secrets: readonly string[];
  /** It was copied, or marked for that. */
  readonly onKept?: () => void;
}

/** A secret that is shown this once, and a button that copies it. */
export function SecretToCopy({ secrets, onKept }: SecretToCopyProps) {
  const [copied, setCopied] = useState<"not yet" | "copied" | "failed">("not yet");
  const secretRef = useRef<HTMLElement>(null);

  async function copy() {
    try {
      await navigator.clipboard.writeText(secrets.join("\n"));
      setCopied("copied");
    } catch {
      // No clipboard without https: marked, so that the keys for copying take it.
      if (secretRef.current !== null) window.getSelection()?.selectAllChildren(secretRef.current);
      setCopied("failed");
    }
    onKept?.();
  }

  const Icon = copied === "copied" ? Check : Copy;
  return (
    <>
      <div className="flex items-start gap-2">
        <code
          ref={secretRef}
          className={`min-w-0 flex-1 rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs break-all ${
            secrets.length > 1 ? "grid grid-cols-2 gap-x-4 gap-y-1" : ""
          }`}
        >
          {secrets.map((secret) => (
            <span key={secret}>{secret}</span>
          ))}
        </code>
        <button type="button" className="control" onClick={() => void copy()}>
          <Icon size={14} aria-hidden="true" /> {copied === "copied" ? "Copied" : "Copy"}
        </button>
      </div>
      <p role="status" className="font-medium empty:hidden">
        {copied === "failed" &&
          "The browser did not let it be copied. It is marked: copy it with the keyboard."}
      </p>
    </>
  );
}
