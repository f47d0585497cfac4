import type { EventKind, Notice, Severity } from "../../outgoing/types.ts";

/** As much of an audit event as is told. */
export interface ToldEvent {
  readonly id: string;
  readonly atMs: number;
  readonly actor: string;
  readonly action: string;
  readonly reason: string | null;
  readonly plan: number | null;
  readonly version: number | null;
  readonly phase: number | null;
}

/** The plan an event is about. */
export interface ToldPlan {
  readonly name: string;
  readonly region: string;
}

interface Telling {
  readonly kind: EventKind;
  readonly severity: Severity;
  /** What happened; `PLAN` and `PHASE` stand for those of the event. */
  readonly words: string;
}

/** Which events of the audit channels are told of. */
const TELLINGS: Readonly<Record<string, Telling>> = {
  "plan.submitted": { kind: "approval_wanted", severity: "information", words: "PLAN waits for approval" },
  "phase.reconsidered": {
    kind: "approval_wanted",
    severity: "warning",
    words: "PHASE of PLAN no longer comes out as approved, and waits for a new approval",
  },
  "phase.passed": { kind: "gate_result", severity: "information", words: "PHASE of PLAN passed" },
  "phase.doubted": {
    kind: "gate_result",
    severity: "warning",
    words: "The gate of PHASE of PLAN could not tell, and waits for a person",
  },
  "phase.failed": { kind: "gate_result", severity: "critical", words: "PHASE of PLAN failed" },
  "plan.completed": { kind: "plan_finished", severity: "information", words: "PLAN is completed" },
  "plan.aborted": { kind: "plan_finished", severity: "warning", words: "PLAN was aborted" },
  "plan.rolled_back": { kind: "plan_finished", severity: "warning", words: "PLAN is rolled back" },
  "plan.paused": { kind: "plan_paused", severity: "warning", words: "PLAN is paused" },
  "freeze.pressed": {
    kind: "freeze",
    severity: "critical",
    words: "Everything is frozen: nothing starts and no home changes",
  },
  "freeze.lifted": { kind: "freeze", severity: "information", words: "The freeze is lifted" },
};

export const TOLD_ACTIONS: readonly string[] = Object.keys(TELLINGS);

/** What channels are told of an event; null = nothing. Of a plan that is not known any more, its number alone. */
export function noticeOfEvent(event: ToldEvent, plan: ToldPlan | null): Notice | null {
  const telling = Object.hasOwn(TELLINGS, event.action) ? TELLINGS[event.action] : undefined;
  if (telling === undefined) return null;
  const version = event.version === null ? "" : `, version ${event.version},`;
  const named = `plan ${event.plan ?? "?"}${plan === null ? "" : ` “${plan.name}”`}${version}`;
  const words = telling.words
    .replaceAll(/PLAN|PHASE/g, (what) => (what === "PLAN" ? named : `phase ${event.phase ?? "?"}`))
    .replace(/^./, (letter) => letter.toUpperCase());
  const reason = event.reason === null ? "" : ` “${event.reason}”`;
  return {
    kind: telling.kind,
    severity: telling.severity,
    key: `event-${event.id}`,
    region: plan?.region ?? null,
    atMs: event.atMs,
    sentence: `${words} (${event.actor}).${reason}`,
    path: event.plan === null ? "/audit" : `/plans/${event.plan}`,
    facts: {
      ...{ action: event.action, actor: event.actor, reason: event.reason },
      ...{ plan: event.plan, version: event.version, phase: event.phase },
    },
  };
}
