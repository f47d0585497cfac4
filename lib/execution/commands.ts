import type { Author } from "../audit/index.ts";
import { err, type Failure, ok, type Result } from "../core/index.ts";
import type { Transaction } from "../db/client.ts";
import { lockInventory } from "../fleet/freeze/commands.ts";
import { readRunContext } from "./context/queries.ts";
import { findRunVersion, type LoadedRun, loadRun } from "./load/queries.ts";
import { type DueMove, dueMove, requestKeyOf } from "./run/askControl.ts";
import { type RunStep, reducePlan } from "./run/reducePlan.ts";
import type { RunCommand } from "./run/runContext.ts";
import type { BindRequest, WatchSeams } from "./seams.ts";
import type { RunPlan, RunRole } from "./types.ts";
import { writeStep } from "./write/commands.ts";

/** What running plans ask of other parts of the application; each may be missing. */
export interface ExecutionSeams extends WatchSeams {
  /** Asks a control plane for a home, in the transaction that made it due; false = there is none. */
  readonly requestBind?: (tx: Transaction, request: BindRequest) => Promise<boolean>;
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
  const before = found.value.run;
  const asked = await requestDue(tx, { before, step: step.value, command: wanted.value, seams });
  if (!asked.ok) return asked;
  await writeStep(tx, author, { before, step: step.value });
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

/**
 * Asks for the home whose turn it has just become, or once more for the one that a person names. Under the freeze too: it is
 * put into the outbox, which sends nothing meanwhile, and would be forgotten otherwise.
 */
async function requestDue(
  tx: Transaction,
  { before, step, command, seams }: Requesting,
): Promise<Result<undefined, Failure>> {
  const { plan } = step;
  const due = dueMove(plan);
  const isAgain = command.kind === "ask";
  if (due === null || (!isAgain && isSame(due, dueMove(before)))) return ok(undefined);
  const { id, version, region, digest } = plan;
  const { move, isBack } = due;
  const { phase, registry } = move;
  const [from, to] = isBack ? [move.to, move.from] : [move.from, move.to];
  const idempotencyKey = requestKeyOf(plan, move.id, isBack);
  const key = { plan: id, version, phase, move: move.id, digest, idempotencyKey };
  const isAsked = await seams.requestBind?.(tx, { ...key, registry, region, from, to, isBack, isAgain });
  if (!isAgain || isAsked === true) return ok(undefined);
  return err({
    code: "conflict",
    detail: "No control plane is set: homes are changed by people, and recorded here.",
  });
}

interface Requesting {
  readonly before: RunPlan;
  readonly step: RunStep;
  readonly command: RunCommand;
  readonly seams: ExecutionSeams;
}

function isSame(one: DueMove, other: DueMove | null): boolean {
  return other !== null && one.move.id === other.move.id && one.isBack === other.isBack;
}
