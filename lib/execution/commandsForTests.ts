import type { RunCommand } from "./run/runContext.ts";
import { HOUR } from "./runForTests.ts";
import type { Reassessment, RunPlan } from "./types.ts";
import type { World } from "./worldForTests.ts";

const REASON = "because";

/** What would bring the plan on. */
export function nextCommand(world: World, plan: RunPlan): RunCommand {
  const phase = plan.phases.find(({ state }) => state !== "passed");
  const stamp = plan.newStamps.find(({ healthyAtMs }) => healthyAtMs === null);
  const isStuck = plan.phases.some(({ state }) => state === "failed" || state === "rolled_back");
  if (plan.startedAtMs === null && world.nowMs >= plan.expiresAtMs) return { kind: "expire" };
  if (plan.state === "submitted") return { kind: "approve", phase: null, reason: null };
  if (plan.state === "approved") return { kind: "start", reason: null };
  if (plan.state === "paused" && isStuck) return { kind: "rollback", phase: null, reason: REASON };
  if (plan.state === "paused") return { kind: "resume", reason: null };
  const newest = plan.phases
    .flatMap(({ moves }) => moves)
    .findLast(({ state }) => ["bound", "drained", "verified"].includes(state));
  if (plan.state === "rolling_back" && newest !== undefined)
    return { kind: "revert", move: newest.id, atMs: world.nowMs, reason: REASON };
  if (phase === undefined) return { kind: "pause", reason: REASON };
  if (stamp !== undefined && stamp.createdAtMs === null)
    return { kind: "stamp_created", stamp: stamp.name, reference: "ticket" };
  if (stamp !== undefined) return { kind: "stamp_seen", stamp: stamp.name, isHealthy: true, note: "seen" };
  return nextOfPhase(world, phase);
}

function nextOfPhase(world: World, { phase, state, moves }: RunPlan["phases"][number]): RunCommand {
  const pending = moves.find((one) => one.state === "pending");
  const bound = moves.find((one) => one.state === "bound");
  if (state === "pending") return { kind: "approve", phase, reason: null };
  if (state === "approved")
    return { kind: "start_phase", phase, reason: REASON, reassessment: sameAgain(world) };
  if (state === "cutting_over" && pending !== undefined)
    return { kind: "bind", move: pending.id, atMs: world.nowMs, confirmation: null };
  if (state === "draining" && bound !== undefined)
    return {
      kind: "drain_seen",
      move: bound.id,
      reading: { verdict: "drained", remaining: 0, detail: "seen" },
    };
  if (state === "failed") return { kind: "rollback", phase: null, reason: REASON };
  return { kind: "accept", phase, reason: REASON };
}

function sameAgain(world: World): Reassessment {
  return { atMs: world.nowMs, window: { from: "", to: "" }, pools: [], differences: [], later: [] };
}

/** Anything that anybody might ask of a plan: mostly what its state is about, else whatever. */
export function randomCommand(world: World, plan: RunPlan): RunCommand {
  const phase = plan.phases.length > 0 ? world.pick(plan.phases).phase : 1;
  const ids = plan.phases.flatMap(({ moves }) => moves.map(({ id }) => id));
  const next = plan.phases.flatMap(({ moves }) => moves).find(({ state }) => state === "pending")?.id;
  const move = ids.length === 0 ? 0 : next !== undefined && world.chance(0.6) ? next : world.pick(ids);
  const first = plan.phases.find(({ state }) => state !== "passed")?.phase ?? phase;
  const number = world.chance(0.8) ? first : phase;
  const reading = {
    verdict: world.pick(["drained", "drained", "not_drained"] as const),
    remaining: 0,
    detail: "seen",
  };
  const differences = world.chance(0.2)
    ? [
        {
          stamp: "s1",
          pool: "p",
          role: "source",
          limit: 60,
          after: 70,
          low: 1,
          high: 80,
          because: "over_limit",
          approved: null,
        } as const,
      ]
    : [];
  const reassessment = {
    atMs: world.nowMs,
    window: { from: "", to: "" },
    pools: [],
    differences,
    later: [],
  };
  const atMs = world.nowMs - (world.chance(0.1) ? HOUR : 0);
  const commands: readonly RunCommand[] = [
    { kind: "approve", phase: world.chance(0.4) ? null : number, reason: null },
    { kind: "start", reason: null },
    {
      kind: "start_phase",
      phase: number,
      reason: REASON,
      reassessment: world.chance(0.8) ? reassessment : null,
    },
    { kind: "start_phase", phase: number, reason: null, reassessment: null },
    { kind: "bind", move, atMs, confirmation: null },
    { kind: "bind", move, atMs, confirmation: null },
    { kind: "bind", move, atMs, confirmation: null },
    { kind: "drain_seen", move: ids.length === 0 ? 0 : world.pick(ids), reading },
    { kind: "drain_seen", move: ids.length === 0 ? 0 : world.pick(ids), reading },
    { kind: "drained", move: ids.length === 0 ? 0 : world.pick(ids), reason: REASON },
    { kind: "accept", phase: number, reason: REASON },
    { kind: "accept", phase: number, reason: REASON },
    {
      kind: "gate",
      phase: number,
      verdict: world.pick(["pass", "pass", "fail", "inconclusive"] as const),
      sentence: "read",
    },
    { kind: world.pick(["fail", "repeat"] as const), phase: number, reason: REASON },
    { kind: "resume", reason: null },
    { kind: "resume", reason: null },
    { kind: "verify", move },
    { kind: "ask", move },
    ...(world.chance(0.3) ? [{ kind: "skip", move, reason: REASON } as const] : []),
    {
      kind: "revert",
      move: ids.length === 0 ? 0 : world.pick(ids),
      atMs,
      reason: world.chance(0.7) ? REASON : null,
    },
    { kind: "shorten", phase: number, hours: 1, reason: REASON },
    { kind: "reconsider", phase: number, reassessment },
    { kind: "stamp_created", stamp: plan.newStamps[0]?.name ?? "s1", reference: "ticket" },
    {
      kind: "stamp_seen",
      stamp: plan.newStamps[0]?.name ?? "s1",
      isHealthy: world.chance(0.8),
      note: "seen",
    },
    ...(world.chance(0.12)
      ? ([
          { kind: "pause", reason: REASON },
          { kind: "abort", reason: REASON },
          { kind: "reject", reason: REASON },
          { kind: "rollback", phase: world.chance(0.5) ? null : number, reason: REASON },
          { kind: "rollback", phase: world.chance(0.5) ? null : number, reason: REASON },
          ...(world.chance(0.1) ? ([{ kind: "supersede" }, { kind: "expire" }] as const) : []),
        ] as const)
      : []),
  ];
  return world.pick(commands);
}
