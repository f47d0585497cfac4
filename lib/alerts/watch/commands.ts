import { minuteOf } from "../../core/index.ts";
import { type Transaction, withTransaction } from "../../db/client.ts";
import type { AlertWatch } from "../../db/generated/client.ts";
import type { MeasureSource } from "../../hotness/queries.ts";
import { putNotices } from "../../outgoing/index.ts";
import { measureOf } from "../list/alertSentence.ts";
import { moveMark, takeMark } from "../marks/commands.ts";
import { listRules } from "../rules/queries.ts";
import { noticesOf, type ToldAlert } from "./alertNotices.ts";
import { type Look, lookAtAll, type Watched, worseOf } from "./lookAtAll.ts";
import { readFleetReadings } from "./queries.ts";

const MARK = "alerts_looked";
/** A mark this far ahead is no other replica's: the clock was set back. */
const CLOCK_SET_BACK_MINUTES = 60;

export interface LookCounts {
  readonly raised: number;
  readonly cleared: number;
}

/**
 * Looks once a minute of the app's clock, whichever replica comes first; a second look at the same minute is none (null). Alerts, what
 * is known of each place, and the notices for channels are written in one transaction.
 */
export async function lookForAlerts(source: MeasureSource, nowMs: number): Promise<LookCounts | null> {
  const minute = BigInt(minuteOf(nowMs));
  const { rules } = await listRules(source.database.prisma);
  const readings = await readFleetReadings(source, nowMs);
  return await withTransaction(source.database, async (tx) => {
    const ahead = (await takeMark(tx, MARK, minute - 1n)) - minute;
    if (ahead >= 0n && ahead < BigInt(CLOCK_SET_BACK_MINUTES)) return null;
    const rows = await tx.alertWatch.findMany();
    const look = lookAtAll(rules, readings, { before: rows.map(toWatched), nowMs });
    const raised = await raise(tx, look, nowMs);
    await readOn(tx, look);
    const cleared = await clear(tx, look, nowMs);
    await keepWatched(tx, look, raised);
    await putNotices(tx, noticesOf({ raised, cleared, nowMs }), nowMs);
    await moveMark(tx, MARK, minute);
    return { raised: raised.length, cleared: cleared.length };
  });
}

function toWatched(row: AlertWatch): Watched {
  const { ruleId, region, stamp, pool, alertId } = row;
  const overSinceMs = row.overSince.getTime();
  return {
    ...{ ruleId, region, stamp, pool, alertId },
    state:
      alertId === null
        ? { phase: "pending", overSinceMs }
        : { phase: "open", overSinceMs, clearSinceMs: row.clearSince?.getTime() ?? null },
  };
}

/** New alerts; one that was muted there for longer than it lasted is muted still. */
async function raise(tx: Transaction, { raised }: Look, nowMs: number): Promise<ToldAlert[]> {
  if (raised.length === 0) return [];
  const now = new Date(nowMs);
  const mutes = await tx.alert.findMany({ where: { mutedUntil: { gt: now } }, orderBy: { id: "desc" } });
  return await tx.alert.createManyAndReturn({
    data: raised.map(({ rule, subject, sinceMs }) => {
      const { region, stamp, pool, limit } = subject;
      // What is raised was read.
      const value = subject.value ?? limit;
      const mute = mutes.find((one) => one.ruleId === rule.id && one.stamp === stamp && one.pool === pool);
      return {
        ruleId: rule.id,
        ruleName: rule.name,
        measure: rule.measure,
        severity: rule.severity,
        ...{ region, stamp, pool, limit, value },
        since: new Date(sinceMs),
        raisedAt: now,
        worst: value,
        latest: value,
        mutedUntil: mute?.mutedUntil ?? null,
        mutedBy: mute?.mutedBy ?? null,
        mutedReason: mute?.mutedReason ?? null,
      };
    }),
  });
}

/** What open alerts read now, in one statement. */
async function readOn(tx: Transaction, { read }: Look): Promise<void> {
  if (read.length === 0) return;
  const rows = await tx.alert.findMany({ where: { id: { in: read.map(({ alertId }) => alertId) } } });
  const latestOf = new Map(read.map(({ alertId, latest }) => [alertId, latest]));
  const changed = rows.map((row) => {
    const latest = latestOf.get(row.id) ?? null;
    return { id: row.id, latest, worst: worseOf(measureOf(row), row.worst, latest) };
  });
  await tx.$executeRaw`
    update alert set latest = read.latest, worst = read.worst
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as read(id int, latest float8, worst float8)
    where alert.id = read.id`;
}

async function clear(tx: Transaction, { cleared }: Look, nowMs: number): Promise<ToldAlert[]> {
  if (cleared.length === 0) return [];
  const at = new Date(nowMs);
  for (const by of ["calm", "rule_off", "gone"] as const) {
    const ids = cleared.filter((one) => one.by === by).map(({ alertId }) => alertId);
    if (ids.length > 0)
      await tx.alert.updateMany({
        where: { id: { in: ids }, clearedAt: null },
        data: { clearedAt: at, clearedBy: by },
      });
  }
  return await tx.alert.findMany({ where: { id: { in: cleared.map(({ alertId }) => alertId) } } });
}

async function keepWatched(tx: Transaction, { watched }: Look, raised: readonly ToldAlert[]): Promise<void> {
  const idOf = new Map(raised.map(({ id, ruleId, stamp, pool }) => [`${ruleId}\n${stamp}\n${pool}`, id]));
  await tx.alertWatch.deleteMany();
  if (watched.length === 0) return;
  await tx.alertWatch.createMany({
    data: watched.flatMap(({ ruleId, region, stamp, pool, state, alertId }) => {
      if (state.phase === "quiet") return [];
      const isOpen = state.phase === "open";
      return {
        ...{ ruleId, region, stamp, pool },
        overSince: new Date(state.overSinceMs),
        clearSince: isOpen && state.clearSinceMs !== null ? new Date(state.clearSinceMs) : null,
        alertId: isOpen ? (alertId ?? idOf.get(`${ruleId}\n${stamp}\n${pool}`) ?? null) : null,
      };
    }),
  });
}
