import { err, type Failure, ok, type Result } from "../../core/index.ts";
import { withTransaction } from "../../db/client.ts";
import { type ExecutionSeams, type RunActor, type RunKey, runCommand } from "../commands.ts";
import { readRunContext } from "../context/queries.ts";
import { findRunVersion, loadRun } from "../load/queries.ts";
import { reassessPhase } from "../reassess/queries.ts";
import { isLaterStart, whyNotStart } from "../run/startPlan.ts";
import type { PoolDifference, Reassessment } from "../types.ts";
import type { WatchSource } from "../watch/commands.ts";

/**
 * What a later start of a phase rests on: the phase and all after it, simulated on the newest hours. Where it no longer comes
 * out as approved, its approvals are void and it waits for new ones, whatever becomes of the request. null = it is the first
 * start of its plan, or cannot start anyway: the command says why. `conflict` where the newest hours tell too little: nobody
 * can approve what nobody knows.
 */
export async function prepareStart(
  source: WatchSource,
  actor: RunActor,
  {
    key,
    phase: number,
    seams,
  }: { readonly key: RunKey; readonly phase: number; readonly seams: ExecutionSeams },
): Promise<Result<Reassessment | null, Failure>> {
  const { prisma } = source.database;
  const nowMs = actor.author.atMs;
  const found = await findRunVersion(prisma, key);
  const loaded = found === null ? null : await loadRun(prisma, { id: key.id, version: found.version });
  const phase = loaded?.run.phases.find((one) => one.phase === number);
  if (loaded === null || phase === undefined) return ok(null);
  const { run, content } = loaded;
  if (run.state !== "running" || phase.state !== "approved" || !isLaterStart(run, nowMs)) return ok(null);
  const asking = { actor: actor.author.actor, role: actor.role, nowMs };
  if (whyNotStart(run, phase, await readRunContext(prisma, loaded, asking)) !== null) return ok(null);
  const reassessed = await (seams.reassess?.(run, phase, nowMs) ??
    reassessPhase(source, { run, content, phase }, nowMs));
  if (!reassessed.ok || reassessed.value.differences.length === 0) return reassessed;
  const untold = reassessed.value.differences.filter(({ because }) => because === "unknown");
  if (untold.length > 0) return err(tooLittleKnown(number, untold));
  await withTransaction(source.database, (tx) =>
    runCommand(tx, actor, {
      key: { id: run.id, version: run.version },
      command: { kind: "reconsider", phase: number, reassessment: reassessed.value },
    }),
  );
  return ok(null);
}

function tooLittleKnown(phase: number, untold: readonly PoolDifference[]): Failure {
  const pools = untold.slice(0, 5).map(({ stamp, pool }) => `${stamp} ${pool}`);
  return {
    code: "conflict",
    detail: `There is too little data of ${pools.join(", ")} in the newest hours to tell what phase ${phase} would come to. It can start when there is.`,
  };
}
