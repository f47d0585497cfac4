import { type Author, appendAudit } from "../../audit/index.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import type { ImportSession } from "../../db/generated/client.ts";
import { readHead, whyUnreadable } from "../head.ts";
import { NO_COUNTS } from "../part/partOutcome.ts";
import { whatIsMissing } from "../readRecipe.ts";
import { describeSession, missingSession } from "./queries.ts";
import type { NewSession, Session } from "./sessionBody.ts";

/** Numbers of the regions that a caller is limited to; null = the whole fleet. */
export type Limits = readonly number[] | null;

/**
 * Begins the import of a file; nothing of it is stored yet. `invalid` where its recipe does not say enough, or names a
 * region that there is not.
 */
export async function startSession(
  tx: Transaction,
  author: Author,
  { body, limits }: { readonly body: NewSession; readonly limits: Limits },
): Promise<Result<Session, Failure>> {
  const { file, recipe, createIn } = body;
  const bytes = Buffer.from(body.head, "base64");
  const unreadable = whyUnreadable(bytes);
  if (unreadable !== null) return err({ code: "invalid", detail: unreadable });
  const head = readHead(bytes, body.isWhole, recipe);
  if (head === null) return err({ code: "invalid", detail: "The file’s header is longer than 256 KiB." });
  const missing = whatIsMissing(recipe, head.columns.length);
  if (missing.length > 0) {
    const errors = missing.map(({ path, message }) => ({ path: `recipe.${path}`, message }));
    const [first] = missing;
    return err({
      code: "invalid",
      detail: `The file cannot be read yet: ${first?.path ?? ""} ${first?.message ?? ""}.`,
      errors,
    });
  }
  const region = await whyNotIn(tx, createIn, limits);
  if (region !== null) return err({ code: "invalid", detail: region });
  const at = new Date(author.atMs);
  const row = await tx.importSession.create({
    data: {
      fileName: file.name,
      fileBytes: BigInt(file.bytes),
      fingerprint: file.fingerprint,
      isDry: body.dryRun,
      recipe,
      columns: head.columns.map(({ name }) => name),
      createIn,
      position: BigInt(head.position),
      line: BigInt(head.line),
      counts: { ...NO_COUNTS, unknown: [] },
      wholeFleet: limits === null,
      regionIds: [...(limits ?? [])],
      createdAt: at,
      createdBy: author.actor,
      updatedAt: at,
    },
  });
  await note(tx, author, { row, action: "started" });
  return ok(await describeSession(tx, row));
}

async function whyNotIn(tx: Transaction, region: string | null, limits: Limits): Promise<string | null> {
  if (region === null) return null;
  const found = await tx.region.findFirst({ where: { name: region } });
  if (found !== null && (limits === null || limits.includes(found.id))) return null;
  return `There is no region ${region} to make stamps in.`;
}

/** Ends an import before the end of its file: what was stored stays. `not_found`; `conflict` for one that is complete. */
export async function cancelSession(
  tx: Transaction,
  author: Author,
  id: number,
): Promise<Result<Session, Failure>> {
  return await changeState(tx, author, { id, from: "open", to: "cancelled", action: "cancelled" });
}

/** Goes on with an import that was cancelled, from where it was. `not_found`; `conflict` for one that is complete. */
export async function resumeSession(
  tx: Transaction,
  author: Author,
  id: number,
): Promise<Result<Session, Failure>> {
  return await changeState(tx, author, { id, from: "cancelled", to: "open", action: "resumed" });
}

interface StateChange {
  readonly id: number;
  readonly from: "open" | "cancelled";
  readonly to: "open" | "cancelled";
  readonly action: "cancelled" | "resumed";
}

async function changeState(
  tx: Transaction,
  author: Author,
  { id, from, to, action }: StateChange,
): Promise<Result<Session, Failure>> {
  // Waits for a part that is being taken in.
  await tx.$queryRaw`select id from import_session where id = ${id} for update`;
  const before = await tx.importSession.findUnique({ where: { id } });
  if (before === null) return missingSession(id);
  if (before.state === to) return ok(await describeSession(tx, before));
  if (before.state !== from) {
    return err({ code: "conflict", detail: `The import of ${before.fileName} is ${before.state}.` });
  }
  const at = new Date(author.atMs);
  const row = await tx.importSession.update({
    where: { id },
    data: { state: to, updatedAt: at, finishedAt: to === "open" ? null : at },
  });
  await note(tx, author, { row, action });
  return ok(await describeSession(tx, row));
}

type ImportDeed = "started" | "cancelled" | "resumed" | "completed";

/** Tells the audit what became of an import. */
export async function note(
  tx: Transaction,
  author: Author,
  { row, action }: { readonly row: ImportSession; readonly action: ImportDeed },
): Promise<void> {
  const after = {
    id: row.id,
    fingerprint: row.fingerprint,
    dryRun: row.isDry,
    createIn: row.createIn,
    rows: Number(row.rows),
    counts: row.counts,
  };
  await appendAudit(tx, author, [
    { action: `import.${action}`, thing: "import", thingName: row.fileName, after },
  ]);
}

const KEPT_DAYS = 30;

/** Forgets imports that nothing was heard of for thirty days, with what they say was not stored. */
export async function pruneSessions(db: Transaction, nowMs: number): Promise<void> {
  const before = new Date(nowMs - KEPT_DAYS * 86_400_000);
  await db.importSession.deleteMany({ where: { updatedAt: { lt: before } } });
}
