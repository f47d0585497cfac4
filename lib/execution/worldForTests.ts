import type { Rng } from "../core/index.ts";
import type { Tier } from "../planning/types.ts";
import { type RunStep, reducePlan } from "./run/reducePlan.ts";
import type { PresentHome, RunCommand, RunContext } from "./run/runContext.ts";
import { stampsOf } from "./run/startPlan.ts";
import { DIGEST, HOUR, replicaByName, START_MS, submittedPlan } from "./runForTests.ts";
import { MOVE_TRANSITIONS, PHASE_TRANSITIONS, PLAN_TRANSITIONS } from "./transitions.ts";
import type { RunPlan, RunRole } from "./types.ts";

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
      criticalStartsPerHour: 2,
      homes: this.homes,
      closedStamps: new Map(),
      heldReplicas: new Map(),
      requests: new Map(),
      nextWorkMs: this.nowMs,
    };
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
