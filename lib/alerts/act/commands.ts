import { type Author, appendAudit } from "../../audit/index.ts";
import { err, type Failure, MINUTE_MS, ok, type Result, toIso } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import type { Alert as AlertRow } from "../../db/generated/client.ts";
import type { Alert } from "../list/alertAnswer.ts";
import { toAlert } from "../list/queries.ts";

/** Says that somebody has seen an open alert and looks after it. `not_found`; `conflict` when it has cleared or is taken. */
export async function acknowledgeAlert(
  tx: Transaction,
  author: Author,
  { id, note }: { readonly id: number; readonly note?: string | undefined },
): Promise<Result<Alert, Failure>> {
  const found = await lockOpen(tx, id);
  if (!found.ok) return found;
  if (found.value.acknowledgedBy !== null)
    return err({ code: "conflict", detail: `${found.value.acknowledgedBy} has acknowledged it already.` });
  const row = await tx.alert.update({
    where: { id },
    data: {
      acknowledgedAt: new Date(author.atMs),
      acknowledgedBy: author.actor,
      acknowledgedNote: note ?? null,
    },
  });
  const after = { rule: row.ruleId, stamp: row.stamp, pool: row.pool };
  await appendAudit(tx, author, [
    {
      action: "alert.acknowledged",
      thing: "alert",
      thingName: String(id),
      after,
      ...(note !== undefined && { reason: note }),
      context: { stamps: [row.stamp] },
    },
  ]);
  return ok(toAlert(row));
}

/**
 * Sends nothing about an alert for a time, also when the same rule raises it there again. It stays on the page. Zero minutes
 * end a mute. `not_found`; `conflict` when it has cleared.
 */
export async function muteAlert(
  tx: Transaction,
  author: Author,
  { id, minutes, reason }: { readonly id: number; readonly minutes: number; readonly reason: string },
): Promise<Result<Alert, Failure>> {
  const found = await lockOpen(tx, id);
  if (!found.ok) return found;
  const untilMs = author.atMs + minutes * MINUTE_MS;
  const row = await tx.alert.update({
    where: { id },
    data: { mutedUntil: new Date(untilMs), mutedBy: author.actor, mutedReason: reason },
  });
  const after = { rule: row.ruleId, stamp: row.stamp, pool: row.pool, until: toIso(untilMs) };
  await appendAudit(tx, author, [
    {
      action: "alert.muted",
      thing: "alert",
      thingName: String(id),
      after,
      reason,
      context: { stamps: [row.stamp] },
    },
  ]);
  return ok(toAlert(row));
}

async function lockOpen(tx: Transaction, id: number): Promise<Result<AlertRow, Failure>> {
  await tx.$queryRaw`select id from alert where id = ${id} for update`;
  const row = await tx.alert.findUnique({ where: { id } });
  if (row === null) return err({ code: "not_found", detail: `There is no alert ${id}.` });
  if (row.clearedAt !== null)
    return err({ code: "conflict", detail: `The alert cleared at ${row.clearedAt.toISOString()}.` });
  return ok(row);
}
