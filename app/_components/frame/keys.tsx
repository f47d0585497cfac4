"use client";

import { useEffect, useEffectEvent } from "react";

/** What the keyboard does everywhere, as `?` lists it. */
export const KEYS: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: "/", does: "Search stamps, pools, registries and tenants" },
  { keys: "⌘K or Ctrl K", does: "Search and commands" },
  {
    keys: "g then f, s, r, w, p, y, d, a, e",
    does: "Go to Fleet, Stamps, Registries, What-if, Plans, Accuracy, Data health, Audit, Settings",
  },
  { keys: "r", does: "Read the page anew" },
  { keys: "t then p", does: "Time range: peak" },
  { keys: "?", does: "This list" },
  { keys: "Esc", does: "Leave: close, let go of a selection" },
];

export const HEATMAP_KEYS: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: "← ↑ ↓ →", does: "Walk the cells" },
  { keys: "Shift ← →", does: "Mark a span of time, Enter zooms into it" },
  { keys: "Enter", does: "Open the stamp" },
  { keys: "Space", does: "Select the row" },
  { keys: "[ and ]", does: "Earlier, later (Shift + wheel too)" },
];

const SEQUENCE_MS = 1_000;

/**
 * Calls with each key pressed outside of fields, and with the one before it when that was less than a second ago:
 * `g` `f` arrives as ("f", "g"). Answer true when it meant something.
 */
export function useGlobalKeys(onKey: (key: string, before: string) => boolean) {
  const handle = useEffectEvent(onKey);
  // External system: the keyboard.
  useEffect(() => {
    let before = "";
    let beforeAt = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      const isField =
        event.target instanceof HTMLElement &&
        (event.target.isContentEditable ||
          event.target.closest("input, textarea, select, [role=dialog]") !== null);
      const key = event.metaKey || event.ctrlKey ? `mod+${event.key.toLowerCase()}` : event.key;
      if (event.altKey || (isField && key !== "mod+k")) return;
      const isRecent = event.timeStamp - beforeAt < SEQUENCE_MS;
      if (handle(key, isRecent ? before : "")) {
        event.preventDefault();
        before = "";
        return;
      }
      before = key;
      beforeAt = event.timeStamp;
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}
