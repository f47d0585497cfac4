"use client";

import { formatUtcDateTime } from "#lib/charts/index.ts";
import type { PlanExecution } from "#lib/execution/executionAnswer.ts";
import { useDemoClock } from "../../../../_components/frame/DemoClock.tsx";
import { useAutoRefresh } from "../../../../_components/frame/useAutoRefresh.ts";
import { countOf } from "../../planWords.ts";
import type { PlanView } from "../planView.ts";
import { ActionList } from "./ActionList.tsx";
import { ApproversView } from "./ApproversView.tsx";
import { ChangeHomes } from "./ChangeHomes.tsx";
import { NewStamps } from "./NewStamps.tsx";
import { isBound, phaseStateWords, planDeed } from "./runWords.ts";

const OVER = new Set(["completed", "rejected", "aborted", "rolled_back", "superseded", "expired"]);

/** How a version that was submitted goes on: what it waits for, until when and why, and what can be done about it. */
export function RunPanel({ view }: { view: PlanView }) {
  const { plan, execution } = view;
  const isOver = execution === null || OVER.has(plan.state);
  useAutoRefresh(isOver ? "off" : "30s");
  if (execution === null) return null;
  const { waitsFor } = execution;
  return (
    <section
      aria-label="How it goes on"
      className={`flex flex-col gap-3 rounded-lg border bg-surface px-4 py-3 ${isOver ? "border-line" : "border-accent"}`}
    >
      <p className="text-lg leading-snug font-semibold" data-waits-for={waitsFor.for}>
        {waitsFor.sentence}
      </p>
      <Progress view={view} />
      {plan.state === "rolling_back" && <ChangeHomes view={view} left={movesToTakeBack(execution)} isBack />}
      {plan.state === "submitted" && <ApproversView view={view} />}
      {execution.newStamps.length > 0 && <NewStamps view={view} />}
      <div className="flex flex-wrap items-start justify-between gap-3 empty:hidden">
        <ActionList
          view={view}
          actions={execution.actions}
          path={(action) => action}
          words={(action) => planDeed(action, plan.name, execution)}
          primary={primaryOf(plan.state, execution)}
          tellsWhyNot
        />
        {!isOver && <PutClockOn view={view} />}
      </div>
    </section>
  );
}

function primaryOf(state: PlanView["plan"]["state"], { phases }: PlanExecution): string | undefined {
  if (state === "submitted") return "approve";
  if (state === "approved") return "start";
  if (state !== "paused") return undefined;
  return phases.some((phase) => phase.state === "failed") ? "rollback" : "resume";
}

/** What a roll-back still has to undo, the newest first. */
function movesToTakeBack({ phases, rollbackFrom }: PlanExecution) {
  return phases
    .filter(({ phase }) => phase >= (rollbackFrom ?? 1))
    .flatMap(({ moves }) => moves.filter(isBound))
    .toReversed();
}

function Progress({ view: { execution, readMs } }: { view: PlanView }) {
  if (execution === null) return null;
  const { phases, submittedBy, submittedAt, startedAt, finishedAt } = execution;
  const present =
    startedAt === null || finishedAt !== null ? undefined : phases.find(({ state }) => state !== "passed");
  const passed = phases.filter(({ state }) => state === "passed").length;
  const moves = phases.flatMap(({ moves: own }) => own);
  const done = moves.filter(({ state }) => state === "drained" || state === "verified").length;
  const at = (iso: string) => `${formatUtcDateTime(Date.parse(iso), readMs)} UTC`;
  return (
    <div className="flex flex-col gap-1.5">
      <div
        role="progressbar"
        aria-label="Phases that have passed"
        aria-valuemin={0}
        aria-valuemax={phases.length}
        aria-valuenow={passed}
        className="flex h-1.5 gap-0.5"
      >
        {phases.map(({ phase, state }) => (
          <span
            key={phase}
            className={`flex-1 rounded-xs ${state === "passed" ? "bg-accent" : state === "pending" || state === "approved" ? "bg-line" : "bg-accent-soft outline outline-accent"}`}
          />
        ))}
      </div>
      <p className="text-ink-soft">
        {passed} of {countOf(phases.length, "phase", "phases")} passed, {done} of{" "}
        {countOf(moves.length, "move", "moves")} drained. Submitted by {submittedBy}, {at(submittedAt)}
        {startedAt !== null && <>; started {at(startedAt)}</>}
        {finishedAt !== null && <>; ended {at(finishedAt)}</>}.{" "}
        {present !== undefined && (
          <a href={`#phase-${present.phase}`} className="name-link">
            Phase {present.phase}: {phaseStateWords(present, execution.rollbackFrom)}
          </a>
        )}
      </p>
    </div>
  );
}

/** Only in the demo: days of observation need not be waited for. */
function PutClockOn({ view: { execution, isDemo, readMs } }: { view: PlanView }) {
  const { isMoving, advance } = useDemoClock();
  const until = execution?.waitsFor.until ?? null;
  if (!isDemo || execution === null) return null;
  const { for: what } = execution.waitsFor;
  const target =
    what === "time" && until !== null && Date.parse(until) > readMs
      ? { by: { advanceTo: new Date(Date.parse(until) + 10 * 60_000).toISOString() }, words: "to then" }
      : what === "data"
        ? { by: { byMinutes: 20 }, words: "by 20 minutes" }
        : null;
  if (target === null) return null;
  return (
    <button type="button" className="control" disabled={isMoving} onClick={() => void advance(target.by)}>
      {isMoving ? "Rendering the time between…" : `Demo: put the clock on ${target.words}`}
    </button>
  );
}
