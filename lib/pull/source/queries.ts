import { err, type Failure, type Result, toIso } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import type { PullBackfill, PullSource } from "../../db/generated/client.ts";
import { labelRulesSchema } from "../labelRules.ts";
import { type Backfill, lastSeenSchema, type NewSource, type Source } from "./sourceBody.ts";

/** Every source, by name, with its latest backfills. */
export async function listSources(
  db: Transaction,
  sealKey: string | null,
): Promise<{ areSecretsSealed: boolean; sources: Source[] }> {
  const rows = await db.pullSource.findMany({ where: { retiredAt: null }, orderBy: { name: "asc" } });
  const sources = await Promise.all(rows.map((row) => describeSource(db, row)));
  return { areSecretsSealed: sealKey !== null, sources };
}

export async function describeSource(db: Transaction, row: PullSource): Promise<Source> {
  const backfills = await db.pullBackfill.findMany({
    where: { sourceId: row.id },
    orderBy: { id: "desc" },
    take: 5,
  });
  return {
    ...factsOf(row),
    id: row.id,
    createdAt: toIso(row.createdAt.getTime()),
    createdBy: row.createdBy,
    readUntil: toIso(row.readUntil.getTime()),
    nextAt: toIso(row.nextAt.getTime()),
    lastSuccessAt: isoOf(row.lastSuccessAt),
    lastError: row.lastError,
    lastErrorAt: isoOf(row.lastErrorAt),
    lastSeen: row.lastSeen === null ? null : lastSeenSchema.parse(row.lastSeen),
    accepted: Number(row.accepted),
    rejected: Number(row.rejected),
    backfills: backfills.map(describeBackfill),
  };
}

type SourceFacts = Omit<NewSource, "url" | "signIn"> & Pick<Source, "receiver" | "signInBy">;

/** What people have set of a source; neither its address nor its secret. */
export function factsOf(row: PullSource): SourceFacts {
  return {
    name: row.name,
    receiver: row.receiver,
    signInBy: row.signInBy === "bearer" || row.signInBy === "basic" ? row.signInBy : "none",
    query: row.query,
    labels: labelRulesSchema.parse(row.labels),
    scale: row.scale,
    stepSeconds: row.stepSeconds,
    everyMinutes: row.everyMinutes,
    coversBefore: row.coversBefore,
    delaySeconds: row.delaySeconds,
    createIn: row.createIn,
    enabled: row.enabled,
  };
}

export function describeBackfill(row: PullBackfill): Backfill {
  const [from, to, position] = [row.from.getTime(), row.to.getTime(), row.position.getTime()];
  return {
    id: row.id,
    sourceId: row.sourceId,
    from: toIso(from),
    to: toIso(to),
    position: toIso(position),
    share: Math.min(1, (position - from) / (to - from)),
    state: row.state === "complete" || row.state === "cancelled" ? row.state : "running",
    accepted: Number(row.accepted),
    duplicate: Number(row.duplicate),
    rejected: Number(row.rejected),
    lastError: row.lastError,
    createdAt: toIso(row.createdAt.getTime()),
    createdBy: row.createdBy,
    finishedAt: isoOf(row.finishedAt),
  };
}

export function missingSource(id: number): Result<never, Failure> {
  return err({ code: "not_found", detail: `There is no source ${id}.` });
}

function isoOf(at: Date | null): string | null {
  return at === null ? null : toIso(at.getTime());
}
