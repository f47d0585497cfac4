"use client";

import { Check, Link2 } from "lucide-react";
import { useEffect, useState } from "react";
import { timeRangeParameters } from "#lib/charts/index.ts";
import type { MinuteWindow } from "#lib/core/index.ts";

const SHOWN_MS = 2_000;

/** Copies the page's address with these very hours in it, so that who opens it sees the same numbers. */
export function CopyLink({ window: hours }: { window: MinuteWindow }) {
  const [isCopied, setIsCopied] = useState(false);
  // External system: the clock.
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);

  function copy() {
    const address = new URL(location.href);
    address.searchParams.delete("window");
    const parameters = timeRangeParameters({ kind: "absolute", ...hours });
    address.searchParams.set("from", parameters.from ?? "");
    address.searchParams.set("to", parameters.to ?? "");
    void navigator.clipboard.writeText(address.href).then(() => setIsCopied(true));
  }

  return (
    <button type="button" className="control" onClick={copy}>
      {isCopied ? <Check size={14} aria-hidden="true" /> : <Link2 size={14} aria-hidden="true" />}
      <span aria-live="polite">{isCopied ? "Copied" : "Copy link"}</span>
    </button>
  );
}
