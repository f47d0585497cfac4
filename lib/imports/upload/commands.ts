import type { Author } from "../../audit/index.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import { type DatabaseClient, type Transaction, withTransaction } from "../../db/client.ts";
import type { ImportSession } from "../../db/generated/client.ts";
import { Prisma } from "../../db/generated/client.ts";
import { FLEET_SCOPE, resolveSetting, type SettingOverrides } from "../../fleet/index.ts";
import {
  BodyError,
  directoryFor,
  OverloadError,
  Rehearsal,
  type RehearsalOptions,
  type Telemetry,
  TooManyNodesError,
} from "../../telemetry/index.ts";
import { readHead, recogniseHead, whyUnreadable } from "../head.ts";
import { MAKES_NOTHING, PoolMaker, PoolsNotMadeError } from "../making/commands.ts";
import { type PartContext, takePart } from "../part/commands.ts";
import { addCounts, type ImportProblem, type PartOutcome } from "../part/partOutcome.ts";
import { firstRows, previewRows } from "../preview/previewRows.ts";
import { whatIsMissing } from "../readRecipe.ts";
import { type Recipe, recipeSchema } from "../recipe.ts";
import { type Limits, note } from "../session/commands.ts";
import { describeSession, missingSession } from "../session/queries.ts";
import {
  countsSchema,
  type PartQuery,
  type Preview,
  type PreviewRequest,
  type Session,
} from "../session/sessionBody.ts";

/** What taking a file in needs of the application. */
export interface ImportApp {
  readonly database: DatabaseClient;
  readonly telemetry: Telemetry;
  readonly clock: () => number;
  readonly settings: { current(): Promise<SettingOverrides> };
}

/** What a part of a file may be at most, unpacked. */
export const MAX_PART_BYTES = 33_554_432;
const MAX_KEPT_PROBLEMS = 100_000;

/** Shows a file's beginning as it would be stored. Nothing is. `invalid` where it cannot be looked at. */
export async function previewFile(
  app: ImportApp,
  { body, limits }: { readonly body: PreviewRequest; readonly limits: Limits },
): Promise<Result<Preview, Failure>> {
  const bytes = Buffer.from(body.head, "base64");
  const unreadable = whyUnreadable(bytes);
  if (unreadable !== null) return err({ code: "invalid", detail: unreadable });
  const { recipe, notes } =
    body.recipe === undefined ? recogniseHead(bytes, body.isWhole) : { recipe: body.recipe, notes: [] };
  const head = readHead(bytes, body.isWhole, recipe);
  if (head === null) return err({ code: "invalid", detail: "The file’s header is longer than 256 KiB." });
  const missing = [...whatIsMissing(recipe, head.columns.length)];
  const columns = head.columns.map(({ name, cells }) => ({ name, samples: cells.slice(0, 3) }));
  const shared = { recipe, notes: [...notes], columns };
  if (missing.length > 0) return ok({ ...shared, missing, rows: [] });
  const names = head.columns.map(({ name }) => name);
  const context = await contextOf(app, {
    recipe,
    columns: names,
    isDry: true,
    createIn: body.createIn,
    limits,
  });
  return await inWords(async () => {
    const part = { bytes: firstRows(head), isLast: true, line: head.line, row: 0 };
    const { problems } = await takePart(part, { ...context, mayGrow: false });
    const byLine = Map.groupBy(problems, (problem) => problem.line);
    const rows = previewRows(head, recipe).map((row) => ({
      ...row,
      problems: [...(byLine.get(row.line) ?? [])],
    }));
    return ok({ ...shared, missing, rows });
  });
}

/** Where a part stands. */
export interface SentPart {
  readonly id: number;
  readonly query: PartQuery;
  readonly bytes: Uint8Array;
}

/**
 * Takes in a part of a file. Only as much of it as can be taken now: the answer says from where on to send next. The same part
 * again changes nothing. `conflict` where the import stands elsewhere, or is being sent by somebody else at this moment.
 */
export async function takeSessionPart(
  app: ImportApp,
  author: Author,
  part: SentPart,
): Promise<Result<Session, Failure>> {
  return await inWords(() =>
    withTransaction(app.database, async (tx) => {
      const row = await lockSession(tx, part.id);
      if (!row.ok) return row;
      const refused = whyNotNow(row.value, part);
      if (refused !== null) return refused;
      const outcome = await takeBytes(app, author, { row: row.value, part });
      return ok(await advance(tx, author, { row: row.value, part, outcome }));
    }),
  );
}

/** Does the work; what the body, the inventory or the load of the machine refuses becomes a value. */
async function inWords<T>(work: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BodyError) {
      const errors = error.path === null ? [] : [{ path: error.path, message: error.detail }];
      return err({ code: "invalid", detail: error.detail, errors });
    }
    if (error instanceof TooManyNodesError || error instanceof PoolsNotMadeError) {
      return err({ code: "invalid", detail: `Nothing of this part was stored: ${error.message}` });
    }
    if (error instanceof OverloadError) {
      return err({
        code: "unavailable",
        detail: `${error.message}. Send the part again.`,
        retryAfterSeconds: 2,
      });
    }
    throw error;
  }
}

async function lockSession(tx: Transaction, id: number): Promise<Result<ImportSession, Failure>> {
  const locked = await tx.$queryRaw<{ id: number }[]>`
    select id from import_session where id = ${id} for update skip locked`;
  const row = await tx.importSession.findUnique({ where: { id } });
  if (row === null) return missingSession(id);
  if (locked.length > 0) return ok(row);
  return err({
    code: "conflict",
    detail: `${row.fileName} is being sent from another window at this moment. Go on in one of them.`,
  });
}

function whyNotNow(row: ImportSession, { query }: SentPart): Result<never, Failure> | null {
  if (row.state !== "open") {
    return err({ code: "conflict", detail: `The import of ${row.fileName} is ${row.state}.` });
  }
  if (BigInt(query.offset) === row.position) return null;
  return err({
    code: "conflict",
    detail: `${row.fileName} is in up to byte ${row.position}: go on from there, not from ${query.offset}.`,
  });
}

async function takeBytes(
  app: ImportApp,
  author: Author,
  { row, part }: { readonly row: ImportSession; readonly part: SentPart },
): Promise<PartOutcome> {
  const { bytes, query } = part;
  const kept = countsSchema.parse(row.counts).rejected;
  const columns: unknown[] = Array.isArray(row.columns) ? row.columns : [];
  const context = await contextOf(app, {
    recipe: recipeSchema.parse(row.recipe),
    columns: columns.map(String),
    isDry: row.isDry,
    createIn: row.createIn,
    limits: row.wholeFleet ? null : row.regionIds,
    source: `file ${row.fileName}`,
    author,
  });
  return await takePart(
    { bytes, isLast: query.last === "true", line: Number(row.line), row: Number(row.rows) },
    {
      ...context,
      mostProblems: Math.max(0, MAX_KEPT_PROBLEMS - kept),
      mayGrow: bytes.length < MAX_PART_BYTES,
    },
  );
}

interface ContextParts {
  readonly recipe: Recipe;
  readonly columns: readonly string[];
  readonly isDry: boolean;
  readonly createIn: string | null;
  readonly limits: Limits;
  readonly source?: string;
  /** Who makes what is missing; nobody where nothing is made. */
  readonly author?: Author;
}

async function contextOf(app: ImportApp, parts: ContextParts): Promise<PartContext> {
  const { telemetry, database } = app;
  const { recipe, isDry, createIn, author } = parts;
  const { rollupDays } = resolveSetting(await app.settings.current(), "retention", FLEET_SCOPE);
  const options: RehearsalOptions = {
    source: parts.source ?? "preview",
    endpoint: "import",
    retentionDays: rollupDays,
    makesPools: createIn !== null,
    regions: parts.limits,
  };
  const makes = !isDry && createIn !== null && author !== undefined;
  const directory = directoryFor(telemetry.names, options);
  return {
    recipe,
    columns: parts.columns,
    intakes: isDry ? new Rehearsal(database.pools.ingest, app.clock, telemetry) : telemetry,
    options,
    missing: makes
      ? new PoolMaker(database, telemetry, { region: createIn, author: () => author })
      : MAKES_NOTHING,
    isKnown: (stamp, pool) =>
      recipe.kind === "outcome"
        ? directory().resolveStamp(stamp) !== null
        : typeof directory().resolvePool(stamp, pool) !== "string",
    mayMake: (stamp) => telemetry.names.current().resolveStamp(stamp) === directory().resolveStamp(stamp),
    mayGrow: true,
    mostProblems: MAX_KEPT_PROBLEMS,
  };
}

interface Step {
  readonly row: ImportSession;
  readonly part: SentPart;
  readonly outcome: PartOutcome;
}

async function advance(tx: Transaction, author: Author, { row, part, outcome }: Step): Promise<Session> {
  const { bytes, query } = part;
  const isComplete = query.last === "true" && outcome.usedBytes === bytes.length;
  await keepProblems(tx, row.id, outcome.problems);
  const at = new Date(author.atMs);
  const { counts } = outcome;
  const added = addCounts(countsSchema.parse(row.counts), counts);
  const next = await tx.importSession.update({
    where: { id: row.id },
    data: {
      position: row.position + BigInt(outcome.usedBytes),
      filePosition: BigInt(query.filePosition),
      line: row.line + BigInt(outcome.usedLines),
      rows: row.rows + BigInt(outcome.usedRows),
      counts: { ...added, reasons: { ...added.reasons }, unknown: added.unknown.map((one) => ({ ...one })) },
      updatedAt: at,
      ...(isComplete && { state: "complete", finishedAt: at }),
    },
  });
  if (isComplete) await note(tx, author, { row: next, action: "completed" });
  const wanted = outcome.isTooShort ? Math.min(MAX_PART_BYTES, bytes.length * 2) : null;
  return await describeSession(tx, next, wanted);
}

async function keepProblems(tx: Transaction, id: number, problems: readonly ImportProblem[]): Promise<void> {
  if (problems.length === 0) return;
  // PostgreSQL cannot store U+0000, which a file may well hold.
  const clean = (text: string) => text.replaceAll("\u0000", "\ufffd").toWellFormed();
  await tx.$executeRaw(Prisma.sql`
    insert into import_problem (session_id, line, column_name, value, code, message)
    select ${id}, * from unnest(
      ${problems.map(({ line }) => BigInt(line))}::bigint[], ${problems.map(({ column }) => clean(column))}::text[],
      ${problems.map(({ value }) => clean(value))}::text[], ${problems.map(({ code }) => code)}::text[],
      ${problems.map(({ message }) => clean(message))}::text[])`);
}
