import type { Author } from "../../audit/index.ts";
import { type DatabaseClient, type Transaction, withTransaction } from "../../db/client.ts";
import { lockInventory } from "../../fleet/freeze/commands.ts";
import { findVersion, type StoredVersion } from "../../planning/version/queries.ts";
import { lockRun, type RunActor, type RunKey, runCommand } from "../commands.ts";
import { tellPlan } from "../tell/commands.ts";

/** Ends a draft whose snapshot is too old to be submitted. */
export async function expireDraft(tx: Transaction, author: Author, base: StoredVersion): Promise<void> {
  const { count } = await tx.planVersion.updateMany({
    where: { id: base.key, state: "draft" },
    data: { state: "expired" },
  });
  if (count === 1)
    await tellPlan(tx, author, { base, action: "plan.expired", from: "draft", to: "expired", facts: {} });
}

/** A plan is revised: what was submitted of it before, and does not run, gives way to the new version. */
export async function supersedeOlder(tx: Transaction, author: Author, id: number): Promise<void> {
  await lockInventory(tx);
  const older = await tx.planVersion.findMany({
    where: { planId: id, state: { in: ["submitted", "approved", "rejected", "expired"] } },
    select: { version: true, state: true },
  });
  for (const { version, state } of older) {
    const run = await tx.planRun.findUnique({ where: { planId_version: { planId: id, version } } });
    if (run !== null) {
      await runCommand(
        tx,
        { author, role: "system" },
        { key: { id, version }, command: { kind: "supersede" } },
      );
      continue;
    }
    // A draft that expired before it was submitted.
    const base = await findVersion(tx, { id, version });
    if (base === null) continue;
    await tx.planVersion.updateMany({ where: { id: base.key, state }, data: { state: "superseded" } });
    await tellPlan(tx, author, { base, action: "plan.superseded", from: state, to: "superseded", facts: {} });
  }
}

/** Ends a submitted or approved version whose snapshot is too old; on its own, since who asked is refused next. */
export async function expireIfStale(
  database: DatabaseClient,
  { author }: Pick<RunActor, "author">,
  key: RunKey,
): Promise<boolean> {
  return await withTransaction(database, async (tx) => {
    const found = await lockRun(tx, key);
    if (!found.ok) return false;
    const { state, expiresAtMs, version } = found.value.run;
    if ((state !== "submitted" && state !== "approved") || author.atMs < expiresAtMs) return false;
    const ended = await runCommand(
      tx,
      { author, role: "system" },
      { key: { id: key.id, version }, command: { kind: "expire" } },
    );
    return ended.ok;
  });
}
