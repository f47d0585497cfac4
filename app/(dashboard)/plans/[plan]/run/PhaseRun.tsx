"use client";

import { formatCpu, formatDuration, formatInterval, formatUtcDateTime } from "#lib/charts/index.ts";
import type { PlanExecution } from "#lib/execution/executionAnswer.ts";
import { countOf } from "../../planWords.ts";
import type { PlanView } from "../planView.ts";
import { ActionList } from "./ActionList.tsx";
import { ChangeHomes } from "./ChangeHomes.tsx";
import { GateHistory } from "./GateHistory.tsx";
import { GateReadings } from "./GateReadings.tsx";
import { MoveRuns } from "./MoveRuns.tsx";
import type { RunField } from "./RunButton.tsx";
import { phaseDeed, phasePath, phaseStateWords } from "./runWords.ts";

type Phase = PlanExecution["phases"][number];

/** How a phase goes on: its state and times, what can be done, its gate, and its moves as they run. */
export function PhaseRun({ view, phase }: { view: PlanView; phase: Phase }) {
  const { readMs, plan } = view;
  const hasBegun = phase.startedAt !== null;
  return (
    <div className="mx-4 flex flex-col gap-3 rounded-md border border-line bg-sunken px-3 py-3">
      <p className="max-w-4xl">
        <span className="font-semibold">{phaseStateWords(phase, view.execution?.rollbackFrom ?? null)}</span>
        {describeTimes(phase, readMs, plan.state === "running" || plan.state === "paused")}
      </p>
      {phase.reassessment !== null && <Reassessment {...{ phase, readMs }} />}
      {plan.state === "running" && phase.state === "cutting_over" && (
        <ChangeHomes
          view={view}
          left={phase.moves.filter(({ state }) => state === "pending")}
          isBack={false}
        />
      )}
      <ActionList
        view={view}
        actions={phase.actions}
        path={(action) => phasePath(phase, action)}
        words={(action) => phaseDeed(action, phase)}
        field={(action) => (action === "shorten" ? hoursField(phase) : undefined)}
        primary={PRIMARY[phase.state]}
      />
      {phase.reading !== null && (
        <>
          <GateReadings reading={phase.reading} now={readMs} />
          <GateHistory {...{ view, phase }} />
        </>
      )}
      {hasBegun && <MoveRuns {...{ view, phase }} />}
      {hasBegun && <ReversePlan phase={phase} isOpen={phase.state === "failed"} />}
    </div>
  );
}

const PRIMARY: Partial<Record<Phase["state"], string>> = {
  pending: "approve",
  approved: "start",
  inconclusive: "accept",
  failed: "rollback",
};

function hoursField(phase: Phase): RunField {
  return {
    name: "hours",
    label: `Hours of observation, in place of ${phase.observationHours}`,
    kind: "hours",
    isRequired: true,
    value: String(Math.max(1, Math.floor(phase.observationHours / 2))),
  };
}

function describeTimes(phase: Phase, now: number, goesOn: boolean): string {
  const at = (iso: string) => `${formatUtcDateTime(Date.parse(iso), now)} UTC`;
  const parts: string[] = [];
  if (phase.approval !== null)
    parts.push(
      `${phase.approval.given} of ${countOf(phase.approval.wanted, "approval", "approvals")} by ${phase.approval.wanted === 1 ? `an ${phase.approval.role}` : `${phase.approval.role}s`}`,
    );
  if (phase.startedAt !== null) parts.push(`started ${at(phase.startedAt)}`);
  if (phase.cutOverAt !== null) parts.push(`cut over ${at(phase.cutOverAt)}`);
  if (phase.observingSince !== null && phase.observeUntil !== null)
    parts.push(
      goesOn || phase.decidedAt !== null
        ? `observed ${at(phase.observingSince)} to ${at(endOf(phase.observeUntil, phase.decidedAt))}${toGo(phase, now)}`
        : `was observed from ${at(phase.observingSince)} on, and is no longer`,
    );
  if (phase.decidedAt !== null)
    parts.push(
      `decided ${at(phase.decidedAt)} by ${phase.decidedBy === "system" ? "its gate" : phase.decidedBy}`,
    );
  if (phase.reason !== null) parts.push(phase.reason);
  return parts.length === 0 ? "." : `: ${parts.join("; ").replace(/\.$/, "")}.`;
}

/** A gate that fails ends an observation before its time. */
function endOf(observeUntil: string, decidedAt: string | null): string {
  return decidedAt !== null && decidedAt < observeUntil ? decidedAt : observeUntil;
}

function toGo({ state, observeUntil }: Phase, now: number): string {
  const seconds = (Date.parse(observeUntil ?? "") - now) / 1_000;
  return state === "observing" && seconds > 0 ? ` (${formatDuration(seconds)} to go)` : "";
}

/** What it comes to on the newest hours, against what was approved. */
function Reassessment({ phase, readMs }: { phase: Phase; readMs: number }) {
  const told = phase.reassessment;
  if (told === null) return null;
  const when = formatUtcDateTime(Date.parse(told.at), readMs);
  if (told.differences.length === 0)
    return (
      <p className="text-ink-soft">
        Simulated again {when} UTC on the newest hours: it still comes out as approved.
      </p>
    );
  return (
    <div>
      <p>
        Simulated again {when} UTC on the newest hours: {countOf(told.differences.length, "pool", "pools")} no
        longer {told.differences.length === 1 ? "comes" : "come"} out as approved.
      </p>
      <ul className="list-disc pl-5 marker:text-ink-faint">
        {told.differences.map((one) => (
          <li key={`${one.stamp} ${one.pool}`}>
            {one.stamp} {one.pool}: {p95Of(one)}, approved was{" "}
            {one.approved === null ? "nothing of it" : p95Of(one.approved)}
            {one.because === "over_limit" && `; over its limit of ${formatCpu(one.limit)}`}
            {one.because === "unknown" && "; it cannot be told"}
          </li>
        ))}
      </ul>
      {told.later.length > 0 && (
        <p className="text-ink-soft">
          Nor would {countOf(told.later.length, "pool", "pools")} of later phases: that is decided when they
          start.
        </p>
      )}
    </div>
  );
}

interface Projected {
  readonly after: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

function p95Of({ after, low, high }: Projected): string {
  if (after === null) return "unknown";
  return low === null || high === null ? formatCpu(after) : formatInterval(after, low, high);
}

function ReversePlan({ phase, isOpen }: { phase: Phase; isOpen: boolean }) {
  if (phase.reverse.length === 0) return null;
  return (
    <details open={isOpen}>
      <summary className="cursor-pointer">
        Reverse plan: {countOf(phase.reverse.length, "registry goes", "registries go")} back, the newest first
      </summary>
      <ol className="mt-1 max-h-64 list-decimal overflow-y-auto pl-8">
        {phase.reverse.map(({ registry, from, to }) => (
          <li key={registry}>
            {registry}: {from} → {to}
          </li>
        ))}
      </ol>
    </details>
  );
}
