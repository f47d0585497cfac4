"use client";

import { X } from "lucide-react";
import { formatShare } from "#lib/charts/index.ts";
import { describeProgress, shareDone } from "./describeProposal.ts";
import type { ProposalState } from "./useProposal.ts";

interface RunningProposalProps {
  readonly state: Extract<ProposalState, { kind: "running" }>;
  readonly onCancel: () => void;
}

/** How far the planner is, and the way to cut it off. */
export function RunningProposal({ state: { progress, isCancelling }, onCancel }: RunningProposalProps) {
  const done = shareDone(progress);
  return (
    <section
      aria-label="The planner at work"
      className="flex flex-col gap-2 rounded-lg border border-line bg-surface px-4 py-3"
    >
      <div className="flex items-start justify-between gap-4">
        <p role="status" className="text-base">
          {isCancelling ? "Cutting it off: what it has by now is kept…" : describeProgress(progress)}
        </p>
        <button type="button" className="control" disabled={isCancelling} onClick={onCancel}>
          <X size={14} aria-hidden="true" /> Cancel
        </button>
      </div>
      <div
        role="progressbar"
        aria-label="Placements weighed"
        aria-valuemin={0}
        aria-valuemax={100}
        {...(done === null
          ? {}
          : { "aria-valuenow": Math.round(done * 100), "aria-valuetext": formatShare(done) })}
        className="h-1.5 overflow-hidden rounded-full bg-sunken"
      >
        <div
          className={`h-full rounded-full bg-accent transition-[width] ${done === null ? "w-1/4 opacity-50" : ""}`}
          style={done === null ? undefined : { width: `${done * 100}%` }}
        />
      </div>
    </section>
  );
}
