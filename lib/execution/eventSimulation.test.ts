import { expect, test } from "vitest";
import { createRng } from "../core/index.ts";
import { nextCommand, randomCommand } from "./commandsForTests.ts";
import type { RunStep } from "./run/reducePlan.ts";
import type { RunCommand } from "./run/runContext.ts";
import { stampsOf } from "./run/startPlan.ts";
import { HOUR } from "./runForTests.ts";
import type { RunPlan } from "./types.ts";
import { ACTORS, isInTables, World } from "./worldForTests.ts";

const SEQUENCES = 2_500;
const ACTIONS = 120;
const HOLDING = ["running", "paused", "rolling_back"];
const ACTIVE = ["bound", "drained", "verified"];

interface Done {
  readonly before: RunPlan;
  readonly command: RunCommand;
  readonly step: RunStep;
  readonly actor: (typeof ACTORS)[number];
}

/** What has to be true whatever happened; throws what is not. */
class Invariants {
  readonly #world: World;
  /** State of every plan, phase and move, as the deeds alone tell it. */
  readonly #replayed = new Map<string, string>();
  readonly counts = {
    steps: 0,
    refused: 0,
    bound: 0,
    reverted: 0,
    completed: 0,
    rolledBack: 0,
    frozenRefusals: 0,
  };

  constructor(world: World) {
    this.#world = world;
  }

  check(done: Done): void {
    this.#checkTables(done.step);
    this.#checkHomes(done);
    this.#checkStarts(done);
    this.#checkFreeze(done);
    this.#checkEnd(done.step.plan);
    this.#checkReplay(done.step);
    this.#checkStamps();
    this.#checkPasses(done);
    this.counts.steps++;
  }

  #checkTables({ deeds }: RunStep): void {
    for (const { thing, transition } of deeds)
      if (transition !== null && !isInTables(thing, transition.from, transition.to))
        throw new Error(`${thing} went from ${transition.from} to ${transition.to}`);
  }

  /** Every active move's registry is where it was brought, unless something else has moved it since. */
  #checkHomes({ step, before, command }: Done): void {
    for (const { move, from } of step.homes) {
      const bound = step.plan.phases.flatMap(({ moves }) => moves).find(({ id }) => id === move);
      if (bound?.state === "bound") {
        this.counts.bound++;
        this.#checkApproved(step.plan, before, bound.phase);
        if (bound.from !== from) throw new Error("bound from where it was not to be");
        const earlier =
          step.plan.phases[bound.phase - 1]?.moves.filter(({ place }) => place < bound.place) ?? [];
        if (earlier.some(({ state }) => state === "pending")) throw new Error("out of the approved order");
      } else this.counts.reverted++;
      if (command.kind !== "bind" && command.kind !== "revert")
        throw new Error(`${command.kind} changed a home`);
    }
    for (const plan of this.#world.plans)
      if (HOLDING.includes(plan.state))
        for (const { replicaId, state, to } of plan.phases.flatMap(({ moves }) => moves))
          if (ACTIVE.includes(state) && !this.#world.disturbed.has(replicaId))
            expect(this.#world.homes.get(replicaId)?.stamp).toBe(to);
  }

  #checkApproved(plan: RunPlan, before: RunPlan, number: number): void {
    if (before.state !== "running") throw new Error(`bound while ${before.state}`);
    if (this.#world.tampered.has(plan.id)) throw new Error("ran what was not approved");
    const phase = plan.phases[number - 1];
    const earlier = plan.phases.filter((one) => one.phase < number);
    if (earlier.some(({ state }) => state !== "passed")) throw new Error("a phase ran before its turn");
    const valid = plan.approvals.filter(
      ({ decision, digest, actor, isVoid }) =>
        decision === "approve" && digest === plan.digest && !plan.authors.includes(actor) && !isVoid,
    );
    if (!valid.some((one) => one.phase === null)) throw new Error("the plan was not approved");
    const own = new Set(valid.filter((one) => one.phase === number).map(({ actor }) => actor)).size;
    const wanted = { low: 0, medium: 0, high: 1, critical: 2 }[phase?.tier ?? "critical"];
    if (own < wanted) throw new Error(`${own} approvals of a ${phase?.tier} phase`);
  }

  #checkStarts({ before, step, actor }: Done): void {
    const lately = this.#world.criticalStarts;
    for (const atMs of lately)
      if (lately.filter((other) => other >= atMs && other < atMs + HOUR).length > 2)
        throw new Error("more than two critical starts within an hour");
    for (const { action } of step.deeds) {
      if (action === "plan.started" && before.state !== "approved") throw new Error("started unapproved");
      if (action === "plan.approval_given" && before.authors.includes(actor.actor))
        throw new Error("approved by who wrote it");
    }
  }

  #checkFreeze({ step, actor, command }: Done): void {
    if (this.#world.frozen === null) return;
    const { deeds, homes } = step;
    const forbidden = [
      "plan.started",
      "plan.resumed",
      "phase.started",
      "move.bound",
      "move.asked",
      "plan.stamp_created",
    ];
    if (deeds.some(({ action }) => forbidden.includes(action)))
      throw new Error(`${command.kind} was done under the freeze`);
    const isApprover = actor.role === "approver" || actor.role === "admin" || actor.role === "system";
    if (homes.length > 0 && !isApprover) throw new Error("a home changed under the freeze");
  }

  #checkEnd(plan: RunPlan): void {
    const moves = plan.phases.flatMap(({ moves: own }) => own);
    if (plan.state === "rolled_back") {
      this.counts.rolledBack++;
      if (moves.some(({ state }) => ACTIVE.includes(state)))
        throw new Error("rolled back, and something stays");
    }
    if (plan.state === "completed") {
      this.counts.completed++;
      if (plan.phases.some(({ state }) => state !== "passed")) throw new Error("completed before it was");
      if (moves.some(({ state }) => state === "pending" || state === "bound"))
        throw new Error("completed with moves on the way");
    }
  }

  /** The deeds tell everything: replayed from nothing they lead to every row's state. */
  #checkReplay({ plan, deeds }: RunStep): void {
    for (const { thing, phase, move, transition } of deeds) {
      if (transition === null) continue;
      const key = [plan.id, thing, thing === "plan" ? "" : thing === "phase" ? phase : move].join("/");
      const known = this.#replayed.get(key) ?? (thing === "plan" ? "submitted" : "pending");
      if (known !== transition.from)
        throw new Error(`${key} was ${known}, and is said to have been ${transition.from}`);
      this.#replayed.set(key, transition.to);
    }
    expect(this.#replayed.get(`${plan.id}/plan/`) ?? "submitted").toBe(plan.state);
    for (const { phase, state, moves } of plan.phases) {
      if ((this.#replayed.get(`${plan.id}/phase/${phase}`) ?? "pending") !== state)
        throw new Error("phase untold");
      for (const one of moves)
        if ((this.#replayed.get(`${plan.id}/move/${one.id}`) ?? "pending") !== one.state)
          throw new Error("move untold");
    }
  }

  #checkStamps(): void {
    const held = this.#world.plans
      .filter(({ state }) => HOLDING.includes(state))
      .flatMap((plan) => stampsOf(plan));
    if (new Set(held).size !== held.length) throw new Error("two running plans touch a stamp");
  }

  /** Nothing passes unobserved, but by a person's word where the gate could not tell. */
  #checkPasses({ before, step }: Done): void {
    for (const { action, phase, transition } of step.deeds) {
      if (action !== "phase.passed" || transition?.from !== "observing") continue;
      const { observeUntilMs } = before.phases[(phase ?? 0) - 1] ?? { observeUntilMs: null };
      if (observeUntilMs === null || this.#world.nowMs < observeUntilMs) throw new Error("passed unobserved");
    }
  }
}

function runSequence(seed: number) {
  const world = new World(createRng(seed));
  const invariants = new Invariants(world);
  for (let action = 0; action < ACTIONS; action++) {
    if (world.chance(0.01)) world.restart();
    if (world.chance(0.02)) {
      world.frozen = world.frozen === null ? { by: "olga", reason: "incident" } : null;
    }
    if (world.chance(0.002)) world.tampered.add(world.pick(world.plans).id);
    world.passTime();
    if (world.chance(0.01)) world.nowMs -= 600_000;
    if (world.chance(0.01)) {
      for (const step of world.disturb())
        invariants.check({
          before: step.plan,
          command: { kind: "outside", what: "" },
          step,
          actor: { actor: "system", role: "system" },
        });
    }
    const before = world.pickPlan();
    const command = world.chance(0.5) ? nextCommand(world, before) : randomCommand(world, before);
    const actor = world.pick(ACTORS);
    const step = world.apply(before, command, actor);
    if (step === null) invariants.counts.refused++;
    else invariants.check({ before, command, step, actor });
  }
  return invariants.counts;
}

test("thousands of random sequences by eight actors, with freezes, outside changes, restarts and clock jumps, break nothing", () => {
  const total = { steps: 0, refused: 0, bound: 0, reverted: 0, completed: 0, rolledBack: 0 };
  for (let seed = 1; seed <= SEQUENCES; seed++) {
    try {
      const counts = runSequence(seed);
      for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += counts[key];
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
  // It is of no use if nothing much happens: every part of the story has to be told often.
  expect(total.bound).toBeGreaterThan(SEQUENCES / 2);
  expect(total.reverted).toBeGreaterThan(SEQUENCES / 50);
  expect(total.completed).toBeGreaterThan(SEQUENCES / 100);
  expect(total.rolledBack).toBeGreaterThan(SEQUENCES / 100);
}, 120_000);
