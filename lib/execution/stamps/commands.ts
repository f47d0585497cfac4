import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { putInventory } from "../../fleet/inventory/commands.ts";
import { inventoryBodySchema } from "../../fleet/inventory/inventoryBody.ts";
import { lockRun, type RunActor, type RunKey, runCommand } from "../commands.ts";
import type { RunPlan } from "../types.ts";

/**
 * Records that a stamp of the plan exists now, and by what: it enters the inventory as the plan has it, no longer planned.
 * `not_found` where the plan creates no such stamp, `conflict` where it is created already or the plan does not run.
 */
export async function recordStamp(
  tx: Transaction,
  actor: RunActor,
  { key, stamp, reference }: { readonly key: RunKey; readonly stamp: string; readonly reference: string },
): Promise<Result<RunPlan, Failure>> {
  const done = await runCommand(tx, actor, { key, command: { kind: "stamp_created", stamp, reference } });
  if (!done.ok) return done;
  const found = await lockRun(tx, { id: key.id, version: done.value.version });
  if (!found.ok) return found;
  const planned = found.value.content.newStamps.find(({ name }) => name === stamp);
  const body = inventoryBodySchema.parse({
    regions: [
      {
        name: done.value.region,
        stamps: [
          {
            name: stamp,
            planned: false,
            ...(planned && {
              kind: planned.kind,
              pools: planned.pools.map(({ name, kind, vcpusPerNode, instances }) => ({
                name,
                kind,
                ...(vcpusPerNode === null ? {} : { vcpusPerNode }),
                minInstances: instances,
              })),
            }),
          },
        ],
      },
    ],
  });
  const put = await putInventory(tx, actor.author, { body, prune: false });
  if (!put.ok) return put;
  const made = await tx.stamp.findUnique({ where: { name: stamp }, select: { id: true } });
  if (made === null) return err({ code: "conflict", detail: `${stamp} was not created.` });
  const { id: planId, version } = done.value;
  await tx.planMove.updateMany({
    where: { planId, version, toStamp: stamp, toStampId: null },
    data: { toStampId: made.id },
  });
  await tx.runningStamp.updateMany({
    where: { planId, name: stamp },
    data: { name: null, stampId: made.id },
  });
  return ok(done.value);
}
