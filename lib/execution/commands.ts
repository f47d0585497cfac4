import type { Author } from "../audit/index.ts";
import { err, type Failure, ok, type Result } from "../core/index.ts";
import type { Transaction } from "../db/client.ts";
import { lockInventory } from "../fleet/freeze/commands.ts";
import { readRunContext } from "./context/queries.ts";
import { findRunVersion, type LoadedRun, loadRun } from "./load/queries.ts";
import { type RunStep, reducePlan } from "./run/reducePlan.ts";
import type { RunCommand, RunContext } from "./run/runContext.ts";
import type { BindRequest, WatchSeams } from "./seams.ts";
import type { RunPlan, RunRole } from "./types.ts";
import { writeStep } from "./write/commands.ts";

/** What running plans ask of other parts of the application; each may be missing. */
export interface ExecutionSeams extends WatchSeams {
  /** Asks a control plane for a home, in the transaction that made it due. */
  readonly requestBind?: (tx: Transaction, request: BindRequest) => Promise<void>;
}

/** Who does something to a plan. */
export interface RunActor {
  readonly author: Author;
  readonly role: RunRole;
}

export interface RunKey {
  readonly id: number;
  /** Left out: the one that is on its way, else the newest. */
  readonly version?: number | undefined;
}

/**
 * Does something to a plan's version, in the route's transaction: under the inventory's lock, so that no home and no freeze
 * changes meanwhile, and the plan's own. `not_found`, `conflict` with the present state, `frozen`, `forbidden`.
 */
export async function runCommand(
  tx: Transaction,
  { author, role }: RunActor,
  {
    key,
    command,
    seams = {},
  }: {
    readonly key: RunKey;
    readonly command: RunCommand | ((run: RunPlan) => Result<RunCommand, Failure>);
    readonly seams?: ExecutionSeams;
  },
): Promise<Result<RunPlan, Failure>> {
  const found = await lockRun(tx, key);
  if (!found.ok) return found;
  const wanted = typeof command === "function" ? command(found.value.run) : ok(command);
  if (!wanted.ok) return wanted;
  const context = await readRunContext(tx, found.value, {
    actor: author.actor,
    role,
    nowMs: author.atMs,
  });
  const step = reducePlan(found.value.run, wanted.value, context);
  if (!step.ok) return step;
  await writeStep(tx, author, { before: found.value.run, step: step.value });
  await requestDue(tx, { before: found.value.run, step: step.value, context, seams });
  return ok(step.value.plan);
}

/** Takes the plan for the rest of the transaction. */
export async function lockRun(tx: Transaction, key: RunKey): Promise<Result<LoadedRun, Failure>> {
  await lockInventory(tx);
  const locked = await tx.$queryRaw<{ id: number }[]>`select id from plan where id = ${key.id} for update`;
  const found = locked.length === 0 ? null : await findRunVersion(tx, key);
  if (found === null) {
    const which = key.version === undefined ? "" : `version ${key.version} of `;
    return err({ code: "not_found", detail: `There is no ${which}plan ${key.id}.` });
  }
  const run = await loadRun(tx, { id: key.id, version: found.version });
  if (run !== null) return ok(run);
  return err({
    code: "conflict",
    detail: `Version ${found.version} of plan ${key.id} is ${found.state} and was never submitted: submit it first.`,
  });
}

/** The move of a running plan whose turn it has just become. */
function dueMove(plan: RunPlan): number | null {
  if (plan.state !== "running") return null;
  const phase = plan.phases.find(({ state }) => state === "cutting_over");
  return phase?.moves.find(({ state }) => state === "pending")?.id ?? null;
}

async function requestDue(
  tx: Transaction,
  {
    before,
    step,
    context,
    seams,
  }: {
    readonly before: RunPlan;
    readonly step: RunStep;
    readonly context: RunContext;
    readonly seams: ExecutionSeams;
  },
): Promise<void> {
  const { plan } = step;
  const due = dueMove(plan);
  if (seams.requestBind === undefined || due === null || due === dueMove(before) || context.frozen !== null)
    return;
  const move = plan.phases.flatMap(({ moves }) => moves).find(({ id }) => id === due);
  if (move === undefined) return;
  const { id, version, region, digest } = plan;
  const { phase, registry, from, to } = move;
  await seams.requestBind(tx, {
    plan: id,
    version,
    phase,
    move: due,
    registry,
    region,
    from,
    to,
    digest,
    idempotencyKey: `plan-${id}-${version}-move-${due}`,
  });
}
