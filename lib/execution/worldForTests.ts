import type { Rng } from "../core/index.ts";
import type { Tier } from "../planning/types.ts";
import { type RunStep, reducePlan } from "./run/reducePlan.ts";
import type { PresentHome, RunCommand, RunContext } from "./run/runContext.ts";
import { stampsOf } from "./run/startPlan.ts";
import { DIGEST, HOUR, replicaByName, START_MS, submittedPlan } from "./runForTests.ts";
import { MOVE_TRANSITIONS, PHASE_TRANSITIONS, PLAN_TRANSITIONS } from "./transitions.ts";
import type { Reassessment, RunPlan, RunRole } from "./types.ts";

export const ACTORS: readonly { readonly actor: string; readonly role: RunRole }[] = [
  { actor: "ann", role: "approver" },
  { actor: "olga", role: "operator" },
  { actor: "omar", role: "operator" },
  { actor: "pia", role: "approver" },
  { actor: "paul", role: "approver" },
  { actor: "root", role: "admin" },
  { actor: "vera", role: "viewer" },
  { actor: "system", role: "system" },
];
const STAMPS = ["s1", "s2", "s3", "s4", "s5"];
const REGISTRIES = ["r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8"];
const TIERS: readonly Tier[] = ["low", "low", "medium", "high", "critical"];
const REASON = "because";

/** A small fleet with plans on it, to which anything may happen: a model of what surrounds the reducers. */
export class World {
  readonly #rng: Rng;
  nowMs = START_MS;
  frozen: RunContext["frozen"] = null;
  readonly homes = new Map<number, PresentHome>();
  readonly plans: RunPlan[] = [];
  readonly criticalStarts: number[] = [];
  /** Plans of which somebody changed the content behind everybody's back. */
  readonly tampered = new Set<number>();
  /** Registries that something else has moved. */
  readonly disturbed = new Set<number>();

  constructor(rng: Rng) {
    this.#rng = rng;
    for (const registry of REGISTRIES)
      this.homes.set(replicaByName(registry), { stamp: this.pick(STAMPS), boundAtMs: START_MS - 24 * HOUR });
    for (const id of [1, 2, 3]) this.plans.push(this.#makePlan(id));
  }

  pick<One>(list: readonly One[]): One {
    const found = list[Math.floor(this.#rng() * list.length)];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  }

  /** The one that is furthest on its way more often than the others. */
  pickPlan(): RunPlan {
    const alive = this.plans.filter(({ state }) =>
      ["running", "paused", "rolling_back", "approved"].includes(state),
    );
    return alive.length > 0 && this.chance(0.7) ? this.pick(alive) : this.pick(this.plans);
  }

  /** Mostly moments and minutes; a day at a time where something is observed; now and then days for nothing. */
  passTime(): void {
    const observes = this.plans.some(({ phases }) => phases.some(({ state }) => state === "observing"));
    if (observes && this.chance(0.2)) this.nowMs += 25 * HOUR;
    else if (this.chance(0.003)) this.nowMs += 70 * HOUR;
    else if (this.chance(0.3)) this.nowMs += this.pick([1_000, 60_000, 600_000]);
    else if (this.chance(0.02)) this.nowMs += HOUR;
  }

  chance(share: number): boolean {
    return this.#rng() < share;
  }

  #makePlan(id: number): RunPlan {
    const moved = REGISTRIES.filter(() => this.chance(0.45));
    const target = this.pick(STAMPS);
    const moves = moved.flatMap((registry) => {
      const from = this.homes.get(replicaByName(registry))?.stamp ?? "s1";
      return from === target ? [] : [[registry, from, target] as const];
    });
    const cut = Math.max(1, Math.floor(moves.length / 2));
    const phases = [moves.slice(0, cut), moves.slice(cut)]
      .filter((list) => list.length > 0)
      .map((list) => ({ tier: this.pick(TIERS), moves: list }));
    return submittedPlan(id, phases, { newStamps: this.chance(0.2) ? [target] : [] });
  }

  contextFor(plan: RunPlan, { actor, role }: (typeof ACTORS)[number]): RunContext {
    const holders = new Map<string, { plan: number; name: string }>();
    for (const other of this.plans)
      if (other.id !== plan.id && ["running", "paused", "rolling_back"].includes(other.state))
        for (const stamp of stampsOf(other)) holders.set(stamp, { plan: other.id, name: other.name });
    return {
      nowMs: this.nowMs,
      actor,
      role,
      frozen: this.frozen,
      contentDigest: this.tampered.has(plan.id) ? "x".repeat(64) : DIGEST,
      holders,
      criticalStarts: this.criticalStarts,
      homes: this.homes,
      closedStamps: new Map(),
      heldReplicas: new Map(),
      nextWorkMs: this.nowMs,
    };
  }

  /** What would bring the plan on. */
  nextCommand(plan: RunPlan): RunCommand {
    const phase = plan.phases.find(({ state }) => state !== "passed");
    const stamp = plan.newStamps.find(({ healthyAtMs }) => healthyAtMs === null);
    const isStuck = plan.phases.some(({ state }) => state === "failed" || state === "rolled_back");
    if (plan.startedAtMs === null && this.nowMs >= plan.expiresAtMs) return { kind: "expire" };
    if (plan.state === "submitted") return { kind: "approve", phase: null, reason: null };
    if (plan.state === "approved") return { kind: "start", reason: null };
    if (plan.state === "paused" && isStuck) return { kind: "rollback", phase: null, reason: REASON };
    if (plan.state === "paused") return { kind: "resume", reason: null };
    const newest = plan.phases
      .flatMap(({ moves }) => moves)
      .findLast(({ state }) => ["bound", "drained", "verified"].includes(state));
    if (plan.state === "rolling_back" && newest !== undefined)
      return { kind: "revert", move: newest.id, atMs: this.nowMs, reason: REASON };
    if (phase === undefined) return { kind: "pause", reason: REASON };
    if (stamp !== undefined && stamp.createdAtMs === null)
      return { kind: "stamp_created", stamp: stamp.name, reference: "ticket" };
    if (stamp !== undefined) return { kind: "stamp_seen", stamp: stamp.name, isHealthy: true, note: "seen" };
    return this.#nextOfPhase(phase);
  }

  #nextOfPhase({ phase, state, moves }: RunPlan["phases"][number]): RunCommand {
    const pending = moves.find((one) => one.state === "pending");
    const bound = moves.find((one) => one.state === "bound");
    if (state === "pending") return { kind: "approve", phase, reason: null };
    if (state === "approved")
      return { kind: "start_phase", phase, reason: REASON, reassessment: this.#sameAgain() };
    if (state === "cutting_over" && pending !== undefined)
      return { kind: "bind", move: pending.id, atMs: this.nowMs, confirmation: null };
    if (state === "draining" && bound !== undefined)
      return {
        kind: "drain_seen",
        move: bound.id,
        reading: { verdict: "drained", remaining: 0, detail: "seen" },
      };
    if (state === "failed") return { kind: "rollback", phase: null, reason: REASON };
    return { kind: "accept", phase, reason: REASON };
  }

  #sameAgain(): Reassessment {
    return { atMs: this.nowMs, window: { from: "", to: "" }, pools: [], differences: [], later: [] };
  }

  /** Anything that anybody might ask of a plan: mostly what its state is about, else whatever. */
  randomCommand(plan: RunPlan): RunCommand {
    const phase = plan.phases.length > 0 ? this.pick(plan.phases).phase : 1;
    const ids = plan.phases.flatMap(({ moves }) => moves.map(({ id }) => id));
    const next = plan.phases.flatMap(({ moves }) => moves).find(({ state }) => state === "pending")?.id;
    const move = ids.length === 0 ? 0 : next !== undefined && this.chance(0.6) ? next : this.pick(ids);
    const first = plan.phases.find(({ state }) => state !== "passed")?.phase ?? phase;
    const number = this.chance(0.8) ? first : phase;
    const reading = {
      verdict: this.pick(["drained", "drained", "not_drained"] as const),
      remaining: 0,
      detail: "seen",
    };
    const differences = this.chance(0.2)
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
      atMs: this.nowMs,
      window: { from: "", to: "" },
      pools: [],
      differences,
      later: [],
    };
    const atMs = this.nowMs - (this.chance(0.1) ? HOUR : 0);
    const commands: readonly RunCommand[] = [
      { kind: "approve", phase: this.chance(0.4) ? null : number, reason: null },
      { kind: "start", reason: null },
      {
        kind: "start_phase",
        phase: number,
        reason: REASON,
        reassessment: this.chance(0.8) ? reassessment : null,
      },
      { kind: "start_phase", phase: number, reason: null, reassessment: null },
      { kind: "bind", move, atMs, confirmation: null },
      { kind: "bind", move, atMs, confirmation: null },
      { kind: "bind", move, atMs, confirmation: null },
      { kind: "drain_seen", move: ids.length === 0 ? 0 : this.pick(ids), reading },
      { kind: "drain_seen", move: ids.length === 0 ? 0 : this.pick(ids), reading },
      { kind: "drained", move: ids.length === 0 ? 0 : this.pick(ids), reason: REASON },
      { kind: "accept", phase: number, reason: REASON },
      { kind: "accept", phase: number, reason: REASON },
      {
        kind: "gate",
        phase: number,
        verdict: this.pick(["pass", "pass", "fail", "inconclusive"] as const),
        sentence: "read",
      },
      { kind: this.pick(["fail", "repeat"] as const), phase: number, reason: REASON },
      { kind: "resume", reason: null },
      { kind: "resume", reason: null },
      { kind: "verify", move },
      ...(this.chance(0.3) ? [{ kind: "skip", move, reason: REASON } as const] : []),
      {
        kind: "revert",
        move: ids.length === 0 ? 0 : this.pick(ids),
        atMs,
        reason: this.chance(0.7) ? REASON : null,
      },
      { kind: "shorten", phase: number, hours: 1, reason: REASON },
      { kind: "reconsider", phase: number, reassessment },
      { kind: "stamp_created", stamp: plan.newStamps[0]?.name ?? "s1", reference: "ticket" },
      {
        kind: "stamp_seen",
        stamp: plan.newStamps[0]?.name ?? "s1",
        isHealthy: this.chance(0.8),
        note: "seen",
      },
      ...(this.chance(0.12)
        ? ([
            { kind: "pause", reason: REASON },
            { kind: "abort", reason: REASON },
            { kind: "reject", reason: REASON },
            { kind: "rollback", phase: this.chance(0.5) ? null : number, reason: REASON },
            { kind: "rollback", phase: this.chance(0.5) ? null : number, reason: REASON },
            ...(this.chance(0.1) ? ([{ kind: "supersede" }, { kind: "expire" }] as const) : []),
          ] as const)
        : []),
    ];
    return this.pick(commands);
  }

  /** Applies a command as the shell would; null = refused. */
  apply(plan: RunPlan, command: RunCommand, actor: (typeof ACTORS)[number]): RunStep | null {
    const step = reducePlan(plan, command, this.contextFor(plan, actor));
    if (!step.ok) return null;
    for (const { replicaId, to, atMs } of step.value.homes)
      this.homes.set(replicaId, { stamp: to, boundAtMs: atMs });
    if (command.kind === "start_phase") {
      const phase = plan.phases.find((one) => one.phase === command.phase);
      if (phase?.tier === "critical") this.criticalStarts.push(this.nowMs);
    }
    this.plans[this.plans.findIndex(({ id }) => id === plan.id)] = step.value.plan;
    return step.value;
  }

  /** Something else gives a registry another home; plans that rest on it are told in the same breath. */
  disturb(): RunStep[] {
    const registry = this.pick(REGISTRIES);
    const replica = replicaByName(registry);
    const before = this.homes.get(replica)?.stamp ?? "s1";
    const stamp = this.pick(STAMPS);
    if (this.frozen !== null || stamp === before) return [];
    this.homes.set(replica, { stamp, boundAtMs: this.nowMs });
    this.disturbed.add(replica);
    const touched = this.plans.filter(
      (plan) =>
        ["running", "paused"].includes(plan.state) &&
        (stampsOf(plan).includes(stamp) ||
          stampsOf(plan).includes(before) ||
          plan.phases.some(({ moves }) => moves.some(({ replicaId }) => replicaId === replica))),
    );
    return touched.flatMap((plan) => {
      const step = this.apply(
        plan,
        { kind: "outside", what: `${registry} was moved` },
        { actor: "system", role: "system" },
      );
      return step === null ? [] : [step];
    });
  }

  /** All that is in memory is forgotten; what is stored is plain data and comes back as it was. */
  restart(): void {
    for (const [at, plan] of this.plans.entries())
      this.plans[at] = JSON.parse(JSON.stringify(plan)) as RunPlan;
  }
}

const TABLES = { plan: PLAN_TRANSITIONS, phase: PHASE_TRANSITIONS, move: MOVE_TRANSITIONS };

/** Whether a change of a state stands in the tables. */
export function isInTables(thing: keyof typeof TABLES, from: string, to: string): boolean {
  const table: Readonly<Record<string, Readonly<Record<string, string>>>> = TABLES[thing];
  return Object.values(table[from] ?? {}).includes(to);
}
