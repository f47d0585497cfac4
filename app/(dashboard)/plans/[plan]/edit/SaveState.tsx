"use client";

import { Check, CloudOff, LoaderCircle, TriangleAlert } from "lucide-react";
import { formatUtcSecond } from "#lib/charts/index.ts";
import type { PlanEditor } from "./usePlanEditor.ts";

/** Where what was edited is: on the server, on its way, or kept here. */
export function SaveState({ editor: { state, isDirty } }: { editor: PlanEditor }) {
  const { trouble, saved, sending, overtaken } = state;
  const Icon =
    trouble?.kind === "unreached"
      ? CloudOff
      : trouble !== null || overtaken !== null
        ? TriangleAlert
        : isDirty || sending !== null
          ? LoaderCircle
          : Check;
  return (
    <p role="status" className="inline-flex items-center gap-1.5 text-ink-soft">
      <Icon size={14} aria-hidden="true" className="shrink-0" />
      {saveWords()}
    </p>
  );

  function saveWords(): string {
    if (overtaken !== null) return "Not saved: someone else has saved. Kept in this browser.";
    if (trouble?.kind === "unreached") return "Not saved yet: kept in this browser, and tried again.";
    if (trouble !== null) return "Not saved: see what is wrong. Kept in this browser.";
    if (sending !== null) return "Saving, and simulating every step…";
    if (isDirty) return "Edited…";
    return `Saved ${formatUtcSecond(Date.parse(saved.savedAt))} UTC · revision ${saved.revision}`;
  }
}
