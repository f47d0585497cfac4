import { type Author, appendAudit } from "../../audit/index.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { describeBackfill, missingSource } from "../source/queries.ts";
import type { Backfill, NewBackfill } from "../source/sourceBody.ts";

/** Begins to read a range of the past. `not_found`; `conflict` while another range of the source is being read. */
export async function startBackfill(
  tx: Transaction,
  author: Author,
  { id, body }: { readonly id: number; readonly body: NewBackfill },
): Promise<Result<Backfill, Failure>> {
  await tx.$queryRaw`select id from pull_source where id = ${id} for update`;
  const source = await tx.pullSource.findFirst({ where: { id, retiredAt: null } });
  if (source === null) return missingSource(id);
  if ((await tx.pullBackfill.count({ where: { sourceId: id, state: "running" } })) > 0)
    return isRunning(source.name);
  const unitMs = Math.max(60, source.stepSeconds) * 1_000;
  const from = new Date(Math.floor(Date.parse(body.from) / unitMs) * unitMs);
  const latestMs = Math.min(Date.parse(body.to), author.atMs - source.delaySeconds * 1_000);
  const to = new Date(Math.floor(latestMs / unitMs) * unitMs);
  if (to <= from) {
    return err({
      code: "invalid",
      detail:
        "Nothing of the range is over yet, or it is shorter than a step: choose one further in the past, or a longer one.",
    });
  }
  const at = new Date(author.atMs);
  const row = await tx.pullBackfill.create({
    data: { sourceId: id, from, to, position: from, nextAt: at, createdAt: at, createdBy: author.actor },
  });
  return ok(await note(tx, author, { row, name: source.name, deed: "started" }));
}

/** Ends it before its end: what is in stays. `not_found`; `conflict` for one that is complete. */
export async function cancelBackfill(
  tx: Transaction,
  author: Author,
  id: number,
): Promise<Result<Backfill, Failure>> {
  return await changeState(tx, author, { id, deed: "cancelled" });
}

/** Goes on with one that was cancelled, from where it was. `not_found`; `conflict`. */
export async function resumeBackfill(
  tx: Transaction,
  author: Author,
  id: number,
): Promise<Result<Backfill, Failure>> {
  return await changeState(tx, author, { id, deed: "resumed" });
}

async function changeState(
  tx: Transaction,
  author: Author,
  { id, deed }: { readonly id: number; readonly deed: "cancelled" | "resumed" },
): Promise<Result<Backfill, Failure>> {
  // Waits for a range that is being read: what it stores is counted.
  await tx.$queryRaw`select id from pull_backfill where id = ${id} for update`;
  const before = await tx.pullBackfill.findUnique({ where: { id }, include: { source: true } });
  if (before === null) return err({ code: "not_found", detail: `There is no backfill ${id}.` });
  const to = deed === "cancelled" ? "cancelled" : "running";
  if (before.state === to) return ok(describeBackfill(before));
  if (before.state === "complete") return err({ code: "conflict", detail: "The backfill is complete." });
  if (to === "running") {
    if (before.source.retiredAt !== null) return missingSource(before.sourceId);
    const others = await tx.pullBackfill.count({ where: { sourceId: before.sourceId, state: "running" } });
    if (others > 0) return isRunning(before.source.name);
  }
  const at = new Date(author.atMs);
  const row = await tx.pullBackfill.update({
    where: { id },
    data: { state: to, nextAt: at, failures: 0, finishedAt: to === "running" ? null : at },
  });
  return ok(await note(tx, author, { row, name: before.source.name, deed }));
}

async function note(
  tx: Transaction,
  author: Author,
  {
    row,
    name,
    deed,
  }: {
    readonly row: Parameters<typeof describeBackfill>[0];
    readonly name: string;
    readonly deed: "started" | "cancelled" | "resumed";
  },
): Promise<Backfill> {
  const after = describeBackfill(row);
  await appendAudit(tx, author, [
    { action: `backfill.${deed}`, thing: "backfill", thingName: name, after: { ...after } },
  ]);
  return after;
}

function isRunning(name: string): Result<never, Failure> {
  return err({
    code: "conflict",
    detail: `A range of ${name} is being read already. Cancel it, or wait for it.`,
  });
}
