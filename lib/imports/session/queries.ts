import { err, type Failure, ok, type Result, toIso } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import type { ImportSession } from "../../db/generated/client.ts";
import { recipeSchema } from "../recipe.ts";
import { countsSchema, type ProblemList, type Session } from "./sessionBody.ts";

/** The newest imports, of one file or of all; those of others too, as far as the caller may see them. */
export async function listSessions(
  db: Transaction,
  { fingerprint, limit }: { readonly fingerprint?: string | undefined; readonly limit: number },
): Promise<{ imports: Session[] }> {
  const rows = await db.importSession.findMany({
    ...(fingerprint !== undefined && { where: { fingerprint } }),
    orderBy: [{ updatedAt: "desc" }, { id: "asc" }],
    take: limit,
  });
  return { imports: await Promise.all(rows.map((row) => describeSession(db, row))) };
}

/** `not_found`. */
export async function readSession(db: Transaction, id: number): Promise<Result<Session, Failure>> {
  const row = await db.importSession.findUnique({ where: { id } });
  return row === null ? missingSession(id) : ok(await describeSession(db, row));
}

export function missingSession(id: number): Result<never, Failure> {
  return err({ code: "not_found", detail: `There is no import ${id}.` });
}

/** What was not stored, in the order of the file; the first 100,000 were kept. `not_found`. */
export async function readProblems(db: Transaction, id: number): Promise<Result<ProblemList, Failure>> {
  if ((await db.importSession.count({ where: { id } })) === 0) return missingSession(id);
  const rows = await db.importProblem.findMany({ where: { sessionId: id }, orderBy: { id: "asc" } });
  return ok({
    problems: rows.map(({ line, columnName, value, code, message }) => ({
      line: Number(line),
      column: columnName,
      value,
      code,
      message,
    })),
  });
}

export async function describeSession(
  db: Transaction,
  row: ImportSession,
  wantsBytes: number | null = null,
): Promise<Session> {
  const counts = countsSchema.parse(row.counts);
  const problems = counts.rejected === 0 ? 0 : await db.importProblem.count({ where: { sessionId: row.id } });
  return {
    id: row.id,
    file: { name: row.fileName, bytes: Number(row.fileBytes), fingerprint: row.fingerprint },
    dryRun: row.isDry,
    state: row.state === "complete" || row.state === "cancelled" ? row.state : "open",
    position: Number(row.position),
    filePosition: Number(row.filePosition),
    wantsBytes,
    rows: Number(row.rows),
    counts,
    problems,
    createIn: row.createIn,
    recipe: recipeSchema.parse(row.recipe),
    createdAt: toIso(row.createdAt.getTime()),
    createdBy: row.createdBy,
    updatedAt: toIso(row.updatedAt.getTime()),
    finishedAt: row.finishedAt === null ? null : toIso(row.finishedAt.getTime()),
  };
}
