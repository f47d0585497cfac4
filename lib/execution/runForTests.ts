import type { Tier } from "../planning/types.ts";
import type { PresentHome, RunContext } from "./run/runContext.ts";
import type { RunMove, RunPhase, RunPlan } from "./types.ts";

/** 2026-03-02T18:00:00Z, a Monday. */
export const START_MS = Date.UTC(2026, 2, 2, 18);
export const HOUR = 3_600_000;
export const DIGEST = "d".repeat(64);

export interface PhaseOfTest {
  readonly tier?: Tier;
  /** Registry, from, to. */
  readonly moves: readonly (readonly [string, string, string])[];
}

/** A plan as it is when it was just submitted, by ann; replica ids are what `replicaOf` says. */
export function submittedPlan(
  id: number,
  phases: readonly PhaseOfTest[],
  { replicaOf = replicaByName, newStamps = [] as readonly string[] } = {},
): RunPlan {
  let next = id * 1_000;
  const built = phases.map(({ tier = "low", moves }, at): RunPhase => {
    const number = at + 1;
    return {
      phase: number,
      name: `Phase ${number}`,
      class: "tail",
      state: "pending",
      tier,
      notBeforeMs: null,
      observationHours: 24,
      startedAtMs: null,
      cutOverAtMs: null,
      observingSinceMs: null,
      observeUntilMs: null,
      decidedAtMs: null,
      decidedBy: null,
      reason: null,
      prediction: [],
      reassessment: null,
      moves: moves.map(([registry, from, to], place) => {
        next++;
        return move({
          id: next,
          phase: number,
          place: place + 1,
          registry,
          from,
          to,
          replicaId: replicaOf(registry),
        });
      }),
    };
  });
  const order: readonly Tier[] = ["low", "medium", "high", "critical"];
  const gravest = Math.max(0, ...built.map(({ tier }) => order.indexOf(tier)));
  return {
    id,
    name: `plan ${id}`,
    region: "westus",
    version: 1,
    state: "submitted",
    authors: ["ann"],
    sameHands: [],
    approverHands: [],
    tier: order[gravest] ?? "critical",
    digest: DIGEST,
    expiresAtMs: START_MS + 66 * HOUR,
    startAtMs: null,
    submittedAtMs: START_MS,
    submittedBy: "ann",
    startedAtMs: null,
    finishedAtMs: null,
    pause: null,
    rollbackFrom: null,
    rollbackReason: null,
    phases: built,
    approvals: [],
    deviations: [],
    newStamps: newStamps.map((name) => ({
      name,
      reference: null,
      createdAtMs: null,
      createdBy: null,
      healthyAtMs: null,
      note: "it is to be created",
    })),
  };
}

function move(
  of: Pick<RunMove, "id" | "phase" | "place" | "registry" | "from" | "to" | "replicaId">,
): RunMove {
  return {
    ...of,
    tenant: "acme",
    state: "pending",
    boundAtMs: null,
    drainedAtMs: null,
    verifiedAtMs: null,
    revertedAtMs: null,
    skippedReason: null,
    drain: null,
    confirmation: null,
  };
}

/** r7 → 7. */
export function replicaByName(registry: string): number {
  return Number(registry.replace(/\D/g, ""));
}

/** Everything is as the plan says, in a working hour, nothing is frozen. */
export function calmContext(plan: RunPlan, over: Partial<RunContext> = {}): RunContext {
  const homes = new Map<number, PresentHome>();
  for (const { moves } of plan.phases)
    for (const { replicaId, state, from, to } of moves)
      homes.set(replicaId, {
        stamp: state === "pending" || state === "skipped" || state === "reverted" ? from : to,
        boundAtMs: START_MS - 24 * HOUR,
      });
  const nowMs = over.nowMs ?? START_MS;
  return {
    nowMs,
    actor: "bob",
    role: "admin",
    frozen: null,
    contentDigest: DIGEST,
    holders: new Map(),
    criticalStarts: [],
    criticalStartsPerHour: 2,
    homes,
    closedStamps: new Map(),
    heldReplicas: new Map(),
    requests: new Map(),
    nextWorkMs: nowMs,
    ...over,
  };
}
