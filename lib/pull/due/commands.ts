import { appendAudit } from "../../audit/index.ts";
import { MINUTE_MS, minuteOf } from "../../core/index.ts";
import { type Transaction, withTransaction } from "../../db/client.ts";
import type { PullBackfill, PullSource } from "../../db/generated/client.ts";
import { nextWindow } from "../rangeWindow.ts";
import { type PullApp, type ReadRange, readRange } from "../read/commands.ts";
import { describeBackfill } from "../source/queries.ts";
import { lastSeenSchema } from "../source/sourceBody.ts";

/** What one turn of the job has done. */
export interface PullCounts {
  readonly ranges: number;
  readonly accepted: number;
  readonly failures: number;
}

/** How far behind a source goes back after an outage, ours or its own. What is older is for a backfill. */
const CATCHES_UP_MS = 7 * 86_400_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * Reads what is due of every source, then goes on with the ranges of the past. Any number of processes may at once: a source is
 * read by one of them at a time. Each range that is stored is remembered with its own commit, so that whatever happens is
 * gone on with from there. It begins no range after `untilMs`, by the machine's clock.
 */
export async function pullDue(app: PullApp, { untilMs }: { readonly untilMs: number }): Promise<PullCounts> {
  const counts = { ranges: 0, accepted: 0, failures: 0 };
  const turns = [readNextSource, readNextBackfill];
  for (const turn of turns) {
    while (Date.now() < untilMs) {
      const done = await withTransaction(app.database, (tx) => turn(app, tx));
      if (done === null) break;
      counts.ranges += done.isRead ? 1 : 0;
      counts.failures += done.isRead ? 0 : 1;
      counts.accepted += done.accepted;
    }
  }
  return counts;
}

interface Turn {
  readonly isRead: boolean;
  readonly accepted: number;
}

const NOTHING_THERE: Turn = { isRead: true, accepted: 0 };

async function readNextSource(app: PullApp, tx: Transaction): Promise<Turn | null> {
  const now = new Date(app.clock());
  const [due] = await tx.$queryRaw<{ id: number }[]>`
    select id from pull_source where enabled and retired_at is null and next_at <= ${now}
     order by next_at, id limit 1 for update skip locked`;
  if (due === undefined) return null;
  const source = await tx.pullSource.findUniqueOrThrow({ where: { id: due.id } });
  const untilMs =
    now.getTime() - source.delaySeconds * 1_000 - (source.coversBefore ? 0 : source.stepSeconds * 1_000);
  const fromMs = Math.max(source.readUntil.getTime(), untilMs - CATCHES_UP_MS);
  // Of the minute that runs: a turn that comes a little earlier in its minute than the last one did would else find nothing due.
  const later = { nextAt: new Date((minuteOf(now.getTime()) + source.everyMinutes) * MINUTE_MS) };
  const window = nextWindow(
    { fromMs, untilMs },
    { stepSeconds: source.stepSeconds, series: seriesOf(source) },
  );
  if (window === null) {
    await tx.pullSource.update({ where: { id: source.id }, data: later });
    return NOTHING_THERE;
  }
  const read = await readRange(app, source, { window, endpoint: "pull" });
  if (!read.ok) {
    const data = { ...failureOf(read.error, source.failures, now.getTime()), lastErrorAt: now };
    await tx.pullSource.update({ where: { id: source.id }, data });
    return { isRead: false, accepted: 0 };
  }
  const { untilMs: readUntilMs, accepted, rejected, seen } = read.value;
  await tx.pullSource.update({
    where: { id: source.id },
    data: {
      // A window may begin a little before what is in, at its whole minute: what is in is never taken back.
      readUntil: new Date(Math.max(readUntilMs, source.readUntil.getTime())),
      lastSuccessAt: now,
      lastError: null,
      lastErrorAt: null,
      failures: 0,
      lastSeen: { ...seen, unmatched: [...seen.unmatched], unknown: [...seen.unknown] },
      accepted: source.accepted + BigInt(accepted),
      rejected: source.rejected + BigInt(rejected),
      // Where there is more, it is due again at once.
      ...(readUntilMs + Math.max(60_000, source.stepSeconds * 1_000) > untilMs ? later : {}),
    },
  });
  return { isRead: true, accepted };
}

async function readNextBackfill(app: PullApp, tx: Transaction): Promise<Turn | null> {
  const now = new Date(app.clock());
  const [due] = await tx.$queryRaw<{ id: number }[]>`
    select id from pull_backfill where state = 'running' and next_at <= ${now}
     order by next_at, id limit 1 for update skip locked`;
  if (due === undefined) return null;
  const { source, ...backfill } = await tx.pullBackfill.findUniqueOrThrow({
    where: { id: due.id },
    include: { source: true },
  });
  const range = { fromMs: backfill.position.getTime(), untilMs: backfill.to.getTime() };
  const window = nextWindow(range, { stepSeconds: source.stepSeconds, series: seriesOf(source) });
  if (window === null) {
    await finish(tx, { backfill, source, now });
    return NOTHING_THERE;
  }
  const read = await readRange(app, source, { window, endpoint: "backfill" });
  if (!read.ok) {
    const data = failureOf(read.error, backfill.failures, now.getTime());
    await tx.pullBackfill.update({ where: { id: backfill.id }, data });
    return { isRead: false, accepted: 0 };
  }
  await advance(tx, backfill, { read: read.value, now });
  return { isRead: true, accepted: read.value.accepted };
}

async function advance(
  tx: Transaction,
  backfill: PullBackfill,
  { read, now }: { readonly read: ReadRange; readonly now: Date },
): Promise<void> {
  await tx.pullBackfill.update({
    where: { id: backfill.id },
    data: {
      position: new Date(read.untilMs),
      accepted: backfill.accepted + BigInt(read.accepted),
      duplicate: backfill.duplicate + BigInt(read.duplicate),
      rejected: backfill.rejected + BigInt(read.rejected),
      lastError: null,
      failures: 0,
      nextAt: now,
    },
  });
  const lastSeen = { ...read.seen, unmatched: [...read.seen.unmatched], unknown: [...read.seen.unknown] };
  await tx.pullSource.update({ where: { id: backfill.sourceId }, data: { lastSeen } });
}

async function finish(
  tx: Transaction,
  {
    backfill,
    source,
    now,
  }: { readonly backfill: PullBackfill; readonly source: PullSource; readonly now: Date },
): Promise<void> {
  const data = { state: "complete", position: backfill.to, finishedAt: now };
  const row = await tx.pullBackfill.update({ where: { id: backfill.id }, data });
  const author = { actor: backfill.createdBy, actorRole: "admin", atMs: now.getTime(), requestId: null };
  await appendAudit(tx, author, [
    {
      action: "backfill.completed",
      thing: "backfill",
      thingName: source.name,
      after: { ...describeBackfill(row) },
    },
  ]);
}

function failureOf(error: string, failures: number, nowMs: number) {
  const waitMs = Math.min(LONGEST_WAIT_MS, 30_000 * 2 ** Math.min(failures, 10));
  return { lastError: error, failures: failures + 1, nextAt: new Date(nowMs + waitMs) };
}

/** How many series its last answer had: what one answer may hold is shared by them. */
function seriesOf({ lastSeen }: PullSource): number {
  const seen = lastSeenSchema.safeParse(lastSeen);
  return seen.success ? seen.data.series : 1_000;
}
