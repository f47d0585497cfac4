import { err, type Failure, ok, type Result } from "../../core/index.ts";
import { TIERS, type Tier } from "../../planning/types.ts";
import type { PoolPrediction, RunApproval, RunPhase, RunPlan } from "../types.ts";
import {
  conflict,
  firstOf,
  type Refusal,
  refuseDigest,
  refuseExpired,
  refusePhaseState,
  refusePlanState,
  refuseRole,
} from "./refuse.ts";
import type { RunCommand, RunContext } from "./runContext.ts";
import type { RunDraft } from "./runDraft.ts";

/** Who has to approve, and how many of them. */
export interface WantedApproval {
  readonly role: "operator" | "approver";
  readonly wanted: number;
  readonly given: number;
}

/** PRODUCT.md, Plans: low one operator, medium one approver, high one approver a phase, critical two a phase. */
function wantedFor(tier: Tier | null): Omit<WantedApproval, "given"> {
  return { role: tier === "low" ? "operator" : "approver", wanted: tier === "critical" ? 2 : 1 };
}

/** The plan as a whole is approved once; what is high or critical of it is approved phase by phase too. */
export function wantedForPlan(plan: RunPlan): WantedApproval {
  const given = plan.state === "submitted" ? 0 : countApprovals(plan, null);
  return { ...wantedFor(plan.tier), wanted: 1, given };
}

/** null = the phase is approved with its plan. */
export function wantedForPhase(plan: RunPlan, phase: RunPhase): WantedApproval | null {
  if (isApprovedWithPlan(phase)) return null;
  return { ...wantedFor(phase.tier), given: countApprovals(plan, phase.phase) };
}

function isApprovedWithPlan({ tier, reassessment }: RunPhase): boolean {
  const wasReconsidered = (reassessment?.differences.length ?? 0) > 0;
  return TIERS.indexOf(tier) < TIERS.indexOf("high") && !wasReconsidered;
}

function countApprovals(plan: RunPlan, phase: number | null): number {
  return new Set(validApprovals(plan, phase).map(({ actor }) => actor)).size;
}

function validApprovals(plan: RunPlan, phase: number | null): readonly RunApproval[] {
  return plan.approvals.filter(
    (one) => one.phase === phase && one.decision === "approve" && !one.isVoid && one.digest === plan.digest,
  );
}

type Approve = Extract<RunCommand, { kind: "approve" }>;

export function approve(draft: RunDraft, command: Approve): Result<undefined, Failure> {
  return command.phase === null
    ? approveWhole(draft, command)
    : approvePhase(draft, command.phase, command.reason);
}

function refuseAuthor({ authors, sameHands }: RunPlan, { actor }: RunContext): Refusal | null {
  if (sameHands.includes(actor))
    return err({
      code: "forbidden",
      detail: `${actor} and an author of this version are one hand, a token and who made it: somebody else has to approve it.`,
    });
  if (!authors.includes(actor)) return null;
  return err({
    code: "forbidden",
    detail: `${actor} wrote of this version: somebody else has to approve it.`,
  });
}

function approveWhole(draft: RunDraft, { reason }: Approve): Result<undefined, Failure> {
  const { plan, context } = draft;
  const { role } = wantedForPlan(plan);
  const may = firstOf(
    refusePlanState(plan, "approve"),
    refuseExpired(plan, context.nowMs),
    refuseDigest(plan, context),
    refuseRole(context, role, `Approving a plan of tier ${plan.tier ?? "none"}`),
    refuseAuthor(plan, context),
  );
  if (!may.ok) return may;
  give(draft, { phase: null, decision: "approve", reason });
  draft.act("approve", {}, reason);
  for (const phase of plan.phases.filter(isApprovedWithPlan)) draft.actOnPhase(phase.phase, "approve");
  return ok(undefined);
}

const OPEN_STATES = ["approved", "running", "paused"] as const satisfies readonly RunPlan["state"][];

function approvePhase(draft: RunDraft, number: number, reason: string | null): Result<undefined, Failure> {
  const { plan, context } = draft;
  const phase = draft.phase(number);
  const wanted = wantedForPhase(plan, phase);
  const may = firstOf(
    OPEN_STATES.some((state) => state === plan.state)
      ? null
      : conflict(
          `The plan is ${plan.state}: its phases are approved while it is approved, running or paused.`,
        ),
    refusePhaseState(phase, "approve"),
    plan.startedAtMs === null ? refuseExpired(plan, context.nowMs) : null,
    refuseDigest(plan, context),
    refuseRole(context, wanted?.role ?? "approver", `Approving a phase of tier ${phase.tier}`),
    refuseAuthor(plan, context),
    refuseSecondHand(plan, number, context.actor),
    validApprovals(plan, number).some(({ actor }) => actor === context.actor)
      ? conflict(`${context.actor} has approved phase ${number} already: it takes another approver.`)
      : null,
  );
  if (!may.ok) return may;
  give(draft, { phase: number, decision: "approve", reason });
  const now = wantedForPhase(draft.plan, phase);
  if (now === null || now.given >= now.wanted)
    draft.actOnPhase(number, "approve", { patch: { prediction: accepted(phase) }, reason });
  return ok(undefined);
}

/** A person and a token of theirs are one approver, not two. */
function refuseSecondHand(plan: RunPlan, phase: number, actor: string): Refusal | null {
  if (validApprovals(plan, phase).length === 0 || !plan.approverHands.includes(actor)) return null;
  return conflict(
    `${actor} and an approver of phase ${phase} are one hand, a token and who made it: it takes another approver.`,
  );
}

/** Who approves a phase that came out otherwise accepts what it comes to now. */
function accepted({ prediction, reassessment }: RunPhase): readonly PoolPrediction[] {
  return reassessment !== null && reassessment.differences.length > 0 ? reassessment.pools : prediction;
}

export function reject(draft: RunDraft, { reason }: { readonly reason: string }): Result<undefined, Failure> {
  const { plan, context } = draft;
  const may = firstOf(
    refusePlanState(plan, "reject"),
    refuseRole(context, wantedForPlan(plan).role, "Sending a plan back"),
  );
  if (!may.ok) return may;
  give(draft, { phase: null, decision: "reject", reason });
  draft.act("reject", { finishedAtMs: context.nowMs }, reason);
  return ok(undefined);
}

const GIVEN = { approve: "plan.approval_given", reject: "plan.approval_refused" } as const;

function give(draft: RunDraft, given: Pick<RunApproval, "phase" | "decision" | "reason">): void {
  const { plan, context } = draft;
  const { actor, role, nowMs } = context;
  const approval: RunApproval = { ...given, actor, role, atMs: nowMs, digest: plan.digest, isVoid: false };
  draft.set({ approvals: [...plan.approvals, approval] });
  const { phase, decision, reason } = given;
  draft.tell({
    thing: phase === null ? "plan" : "phase",
    phase,
    action: phase === null ? GIVEN[decision] : "phase.approval_given",
    facts: { actor, role, digest: plan.digest },
    reason,
  });
}

/** A phase does not come out as it was approved: its approvals are void, what changed is kept for the next ones. */
export function reconsider(
  draft: RunDraft,
  { phase: number, reassessment }: Extract<RunCommand, { kind: "reconsider" }>,
): Result<undefined, Failure> {
  const phase = draft.phase(number);
  const may = firstOf(refusePhaseState(phase, "reconsider"));
  if (!may.ok) return may;
  const { approvals } = draft.plan;
  draft.set({ approvals: approvals.map((one) => (one.phase === number ? { ...one, isVoid: true } : one)) });
  const changed = reassessment.differences.length;
  const reason = `${changed === 1 ? "1 pool no longer comes" : `${changed} pools no longer come`} out as approved`;
  draft.actOnPhase(number, "reconsider", { patch: { reassessment }, reason });
  return ok(undefined);
}
