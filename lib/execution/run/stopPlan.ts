import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { RunPlan } from "../types.ts";
import { activeMoves } from "./changeMove.ts";
import { conflict, firstOf, type Refusal, refuseFrozen, refusePlanState, refuseRole } from "./refuse.ts";
import type { PresentHome, RunCommand, RunContext } from "./runContext.ts";
import type { RunDraft } from "./runDraft.ts";

type Of<Kind extends RunCommand["kind"]> = Extract<RunCommand, { kind: Kind }>;

/** No home changes any more; what is bound goes on draining and being observed, its gates wait. */
export function pause(draft: RunDraft, { reason }: { readonly reason: string }): Result<undefined, Failure> {
  const { plan, context } = draft;
  const may = firstOf(refusePlanState(plan, "pause"), refuseRole(context, "operator", "Pausing a plan"));
  if (!may.ok) return may;
  hold(draft, reason);
  return ok(undefined);
}

function hold(draft: RunDraft, reason: string): void {
  const { actor, nowMs } = draft.context;
  draft.act("pause", { pause: { by: actor, reason, atMs: nowMs } }, reason);
}

export function resume(draft: RunDraft, { reason }: Of<"resume">): Result<undefined, Failure> {
  const { plan, context } = draft;
  const stuck = plan.phases.find(({ state }) => state === "failed" || state === "rolled_back");
  const may = firstOf(
    refusePlanState(plan, "resume"),
    refuseFrozen(context, "resuming a plan"),
    refuseRole(context, "operator", "Resuming a plan"),
    stuck === undefined
      ? null
      : conflict(
          `Phase ${stuck.phase} is ${stuck.state.replace("_", " ")}: the plan cannot go on. Roll it back, or abort it.`,
        ),
    refuseStrangeHomes(plan, context.homes),
  );
  if (!may.ok) return may;
  draft.act("resume", { pause: null }, reason);
  return ok(undefined);
}

/** Every registry of the plan is where the plan thinks it is, but for what was skipped. */
function refuseStrangeHomes(plan: RunPlan, homes: RunContext["homes"]): Refusal | null {
  const strange = findStrangeHome(plan, homes);
  if (strange === null) return null;
  return conflict(
    `${strange} Put it back, have an approver skip its move, or bind it if it is where the plan wants it.`,
  );
}

/** The first registry that something else has moved, in words; null = all are where the plan thinks they are. */
export function findStrangeHome(plan: RunPlan, homes: ReadonlyMap<number, PresentHome>): string | null {
  for (const { moves } of plan.phases)
    for (const { replicaId, registry, from, to, state } of moves) {
      if (state === "skipped" || state === "reverted") continue;
      const expected = state === "pending" ? from : to;
      const stamp = homes.get(replicaId)?.stamp;
      if (stamp === expected) continue;
      const where = stamp === undefined ? "has no home in the region" : `is at home on ${stamp}`;
      return `${registry} ${where}, not on ${expected} as the plan has it.`;
    }
  return null;
}

/** Nothing more is bound; what is bound stays where it is. */
export function abort(draft: RunDraft, { reason }: { readonly reason: string }): Result<undefined, Failure> {
  const { plan, context } = draft;
  const may = firstOf(refusePlanState(plan, "abort"), refuseRole(context, "operator", "Aborting a plan"));
  if (!may.ok) return may;
  draft.act("abort", { finishedAtMs: context.nowMs, pause: null, rollbackFrom: null }, reason);
  return ok(undefined);
}

/** What is bound of a phase and all after it is taken back, the newest first. Possible to an approver under the freeze. */
export function rollBack(draft: RunDraft, { phase, reason }: Of<"rollback">): Result<undefined, Failure> {
  const { plan, context } = draft;
  const least = context.frozen === null ? "operator" : "approver";
  const from = phase ?? 1;
  const asked = plan.phases.find((one) => one.phase === from);
  const may = firstOf(
    refusePlanState(plan, "rollback"),
    refuseRole(context, least, context.frozen === null ? "Rolling back" : "Rolling back under the freeze"),
    phase !== null && asked?.startedAtMs === null
      ? conflict(`Phase ${phase} has not started: there is nothing to roll back.`)
      : null,
    phase !== null && asked?.state === "rolled_back"
      ? conflict(`Phase ${phase} is rolled back already.`)
      : null,
  );
  if (!may.ok) return may;
  draft.act("rollback", { rollbackFrom: from, rollbackReason: reason, pause: null }, reason);
  return ok(undefined);
}

export function expire(draft: RunDraft): Result<undefined, Failure> {
  const { plan, context } = draft;
  const isStale = context.nowMs >= plan.expiresAtMs;
  const may = firstOf(
    refusePlanState(plan, "expire"),
    isStale ? null : conflict("The snapshot is not too old yet."),
  );
  if (!may.ok) return may;
  draft.act("expire", { finishedAtMs: context.nowMs }, "the snapshot was too old to start from");
  return ok(undefined);
}

export function supersede(draft: RunDraft): Result<undefined, Failure> {
  const may = firstOf(refusePlanState(draft.plan, "supersede"));
  if (!may.ok) return may;
  draft.act("supersede", { finishedAtMs: draft.context.nowMs });
  return ok(undefined);
}

/** Something else changed a home that the plan rests on: it stands still until a person has looked. */
export function noteOutside(draft: RunDraft, { what }: Of<"outside">): Result<undefined, Failure> {
  draft.tell({ thing: "plan", action: "plan.disturbed", facts: { what } });
  if (draft.plan.state === "running") hold(draft, what);
  return ok(undefined);
}

export function createStamp(
  draft: RunDraft,
  { stamp, reference }: Of<"stamp_created">,
): Result<undefined, Failure> {
  const { plan, context } = draft;
  const found = plan.newStamps.find(({ name }) => name === stamp);
  const may = firstOf(
    plan.state === "running"
      ? null
      : conflict(`The plan is ${plan.state}: its stamps are created while it is running.`),
    refuseFrozen(context, "creating a stamp"),
    refuseRole(context, "operator", "Recording a new stamp"),
    found !== undefined && found.createdAtMs !== null
      ? conflict(`${stamp} is created already: ${found.reference}.`)
      : null,
  );
  if (!may.ok) return may;
  if (found === undefined) return err({ code: "not_found", detail: `The plan creates no stamp ${stamp}.` });
  const created = {
    reference,
    createdAtMs: context.nowMs,
    createdBy: context.actor,
    note: "its nodes are to report",
  };
  setStamp(draft, stamp, created);
  draft.tell({ thing: "plan", action: "plan.stamp_created", facts: { stamp, reference } });
  return ok(undefined);
}

export function seeStamp(
  draft: RunDraft,
  { stamp, isHealthy, note }: Of<"stamp_seen">,
): Result<undefined, Failure> {
  const found = draft.plan.newStamps.find(({ name }) => name === stamp);
  if (found === undefined || found.createdAtMs === null)
    return conflict(`${stamp} is not created yet: there is nothing to see.`);
  if (isHealthy && found.healthyAtMs === null)
    draft.tell({ thing: "plan", action: "plan.stamp_healthy", facts: { stamp }, reason: note });
  const healthyAtMs = isHealthy ? (found.healthyAtMs ?? draft.context.nowMs) : null;
  setStamp(draft, stamp, { note, healthyAtMs });
  return ok(undefined);
}

function setStamp(draft: RunDraft, stamp: string, patch: Partial<RunPlan["newStamps"][number]>): void {
  draft.set({
    newStamps: draft.plan.newStamps.map((one) => (one.name === stamp ? { ...one, ...patch } : one)),
  });
}

/** What undoes a phase, in its order: whatever it has bound goes back, the newest first. */
export function reverseOf(plan: RunPlan, phase: number) {
  return activeMoves(plan)
    .filter((move) => move.phase === phase)
    .map(({ registry, from, to }) => ({ registry, from: to, to: from }));
}
