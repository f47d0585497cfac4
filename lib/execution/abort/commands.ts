import { type Failure, ok, type Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { lockInventory } from "../../fleet/freeze/commands.ts";
import { abortDraft } from "../../planning/steps/commands.ts";
import { findVersion } from "../../planning/version/queries.ts";
import { type RunActor, type RunKey, runCommand } from "../commands.ts";

/**
 * Ends a version for good, and answers which. Without a version the draft, where the newest is one; else the one that is on
 * its way. `conflict` where that has ended.
 */
export async function abortPlan(
  tx: Transaction,
  actor: RunActor,
  { reason, ...key }: RunKey & { readonly reason: string },
): Promise<Result<number, Failure>> {
  await lockInventory(tx);
  const newest = await findVersion(tx, { id: key.id });
  const isDraft = newest?.state === "draft" && (key.version ?? newest.version) === newest.version;
  if (isDraft) {
    const ended = await abortDraft(tx, actor.author, { id: key.id, reason });
    return ended.ok ? ok(ended.value.version) : ended;
  }
  const ended = await runCommand(tx, actor, { key, command: { kind: "abort", reason } });
  return ended.ok ? ok(ended.value.version) : ended;
}
