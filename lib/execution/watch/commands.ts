import type { Author } from "../../audit/index.ts";
import type { ContributionSource } from "../../contribution/judged/queries.ts";
import { type DatabaseClient, type Transaction, withTransaction } from "../../db/client.ts";
import { type ExecutionSeams, lockRun, runCommand } from "../commands.ts";
import { readRunContext } from "../context/queries.ts";
import { readDrain } from "../drain/queries.ts";
import { type LoadedRun, listRuns, loadRun } from "../load/queries.ts";
import type { RunCommand } from "../run/runContext.ts";
import { findStrangeHome } from "../run/stopPlan.ts";
import type { GateVerdict } from "../seams.ts";
import { readNewStamp } from "../stamps/queries.ts";
import type { RunMove, RunPhase, RunPlan } from "../types.ts";

export interface WatchSource extends ContributionSource {
  readonly database: DatabaseClient;
}

const SYSTEM = { actor: "system", actorRole: "system", requestId: null } as const;

/**
 * Looks after every plan that is on its way, once: old snapshots expire, homes that something else changed pause their
 * plan, drains and new stamps are watched, gates are asked. Any number of replicas may do it at once, and it may stop
 * anywhere: what is due is asked of the rows and of the app's clock, and each step is one transaction under the plan's
 * lock. Answers what it did, as `plan@version kind`.
 */
export async function watchPlans(
  source: WatchSource,
  { nowMs, seams = {} }: { readonly nowMs: number; readonly seams?: ExecutionSeams },
): Promise<readonly string[]> {
  const { prisma } = source.database;
  const done: string[] = [];
  const errors: unknown[] = [];
  const runs = await listRuns(prisma, ["submitted", "approved", "running", "paused"]);
  for (const key of runs) {
    const watch = new PlanWatch(source, { key, nowMs, seams });
    // What goes wrong with one plan keeps nobody from looking after the others.
    await watch.run().then(
      (own) => done.push(...own),
      (error: unknown) => errors.push(error),
    );
  }
  if (errors.length > 0)
    throw new AggregateError(errors, `${errors.length} running plan(s) could not be looked after`);
  return done;
}

interface Watching {
  readonly key: { readonly id: number; readonly version: number };
  readonly nowMs: number;
  readonly seams: ExecutionSeams;
}

class PlanWatch {
  readonly #source: WatchSource;
  readonly #watching: Watching;
  readonly #done: string[] = [];

  constructor(source: WatchSource, watching: Watching) {
    this.#source = source;
    this.#watching = watching;
  }

  async run(): Promise<readonly string[]> {
    const loaded = await this.#load();
    if (loaded === null) return [];
    const { state, expiresAtMs } = loaded.run;
    const isStale = this.#watching.nowMs >= expiresAtMs;
    if (state === "submitted" || state === "approved") {
      if (isStale) await this.#do({ kind: "expire" });
      return this.#done;
    }
    await this.#watchHomes(loaded);
    await this.#watchStamps(loaded);
    await this.#watchDrains(loaded.run);
    await this.#watchGates();
    return this.#done;
  }

  async #load(): Promise<LoadedRun | null> {
    return await loadRun(this.#source.database.prisma, this.#watching.key);
  }

  async #watchHomes(loaded: LoadedRun): Promise<void> {
    if (loaded.run.state !== "running") return;
    const what = await this.#strangeHome(this.#source.database.prisma, loaded);
    if (what === null) return;
    await withTransaction(this.#source.database, async (tx) => {
      // Read again under the lock: the plan itself may just have changed it.
      const now = await lockRun(tx, this.#watching.key);
      if (!now.ok || now.value.run.state !== "running") return;
      if ((await this.#strangeHome(tx, now.value)) !== null) await this.#doIn(tx, { kind: "outside", what });
    });
  }

  async #strangeHome(db: Transaction, loaded: LoadedRun): Promise<string | null> {
    const { nowMs } = this.#watching;
    const { homes } = await readRunContext(db, loaded, { actor: SYSTEM.actor, role: "system", nowMs });
    return findStrangeHome(loaded.run, homes);
  }

  async #watchStamps({ run, content }: LoadedRun): Promise<void> {
    const { prisma, pools } = this.#source.database;
    const { nowMs } = this.#watching;
    for (const stamp of run.newStamps) {
      const isFilled = run.phases.some(({ moves }) =>
        moves.some(({ to, state }) => to === stamp.name && state !== "pending" && state !== "skipped"),
      );
      if (stamp.createdAtMs === null || isFilled) continue;
      const seen = await readNewStamp({ prisma, pools }, { stamp, content, nowMs });
      const isNews = seen.isHealthy !== (stamp.healthyAtMs !== null) || seen.note !== stamp.note;
      if (isNews) await this.#do({ kind: "stamp_seen", stamp: stamp.name, ...seen });
    }
  }

  async #watchDrains(run: RunPlan): Promise<void> {
    const { prisma, pools } = this.#source.database;
    for (const move of run.phases.flatMap(({ moves }) => moves)) {
      if (!isBound(move)) continue;
      const reading = await readDrain({ prisma, pools }, move, this.#watching.nowMs);
      const { drain } = move;
      if (drain?.verdict === reading.verdict && drain.detail === reading.detail) continue;
      await this.#do({ kind: "drain_seen", move: move.id, reading });
    }
  }

  async #watchGates(): Promise<void> {
    const { decideGate } = this.#watching.seams;
    const loaded = decideGate === undefined ? null : await this.#load();
    if (decideGate === undefined || loaded === null) return;
    for (const phase of loaded.run.phases.filter(({ state }) => state === "observing")) {
      const last = await this.#lastReading(this.#source.database.prisma, phase);
      const verdict = await decideGate(loaded.run, phase, this.#watching.nowMs);
      if (verdict !== null) await this.#keepReading(phase, verdict, last);
    }
  }

  async #lastReading(db: Transaction, { phase }: RunPhase): Promise<number | null> {
    const { id: planId, version } = this.#watching.key;
    const where = { planId, version, phase };
    const row = await db.gateReading.findFirst({ where, orderBy: { id: "desc" }, select: { id: true } });
    return row?.id ?? null;
  }

  /**
   * The reading and what it decides are one transaction; where somebody decided first, neither is kept. Nor is one on the way,
   * where another replica has kept its own since this one began to look.
   */
  async #keepReading(phase: RunPhase, gate: GateVerdict, last: number | null): Promise<void> {
    const { key, nowMs } = this.#watching;
    const { verdict, isFinal, sentence } = gate;
    await withTransaction(this.#source.database, async (tx) => {
      const locked = await lockRun(tx, key);
      if (!locked.ok) return;
      const now = locked.value.run;
      const state = now.phases.find((one) => one.phase === phase.phase);
      if (state?.state !== "observing" || state.observingSinceMs !== phase.observingSinceMs) return;
      const waits = now.state === "paused" && verdict !== "fail";
      const decides = isFinal && verdict !== "waiting" && !waits;
      if (!decides && (await this.#lastReading(tx, phase)) !== last) return;
      const command: RunCommand | null = decides
        ? { kind: "gate", phase: phase.phase, verdict, sentence }
        : null;
      await tx.gateReading.create({
        data: {
          planId: key.id,
          version: key.version,
          phase: phase.phase,
          at: new Date(nowMs),
          verdict,
          isFinal: decides,
          sentence,
          readings: gate.readings,
        },
      });
      if (command !== null) await this.#doIn(tx, command);
    });
  }

  async #do(command: RunCommand): Promise<void> {
    await withTransaction(this.#source.database, (tx) => this.#doIn(tx, command));
  }

  /** A refusal is no error: somebody did something else first. */
  async #doIn(tx: Transaction, command: RunCommand): Promise<void> {
    const { key, nowMs, seams } = this.#watching;
    const author: Author = { ...SYSTEM, atMs: nowMs };
    const step = await runCommand(tx, { author, role: "system" }, { key, command, seams });
    if (step.ok) this.#done.push(`${key.id}@${key.version} ${command.kind}`);
  }
}

function isBound(move: RunMove): move is RunMove & { readonly boundAtMs: number } {
  return move.state === "bound" && move.boundAtMs !== null;
}
