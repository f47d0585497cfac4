import type { Transaction } from "../../db/client.ts";
import type { Alert as AlertRow } from "../../db/generated/client.ts";
import { type Alert, type AlertPage, type AlertQuery, alertSchema } from "./alertAnswer.ts";
import { alertSentence, measureOf } from "./alertSentence.ts";

/** Alerts, the newest first. */
export async function listAlerts(db: Transaction, query: AlertQuery): Promise<AlertPage> {
  const { state, region, stamp, limit, cursor } = query;
  const rows = await db.alert.findMany({
    where: {
      ...(state !== undefined && { clearedAt: state === "open" ? null : { not: null } }),
      ...(region !== undefined && { region }),
      ...(stamp !== undefined && { stamp }),
      ...(cursor !== undefined && { id: { lt: cursor } }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const alerts = rows.slice(0, limit).map(toAlert);
  const last = alerts.at(-1);
  return {
    alerts,
    open: await db.alert.count({ where: { clearedAt: null } }),
    nextCursor: rows.length > limit && last !== undefined ? String(last.id) : null,
  };
}

/** How many alerts are open and not muted, for the badge: `critical` among them. */
export async function countOpenAlerts(
  db: Transaction,
  nowMs: number,
): Promise<{ readonly open: number; readonly critical: number }> {
  const loud = { OR: [{ mutedUntil: null }, { mutedUntil: { lte: new Date(nowMs) } }] };
  const groups = await db.alert.groupBy({
    by: ["severity"],
    where: { clearedAt: null, ...loud },
    _count: true,
  });
  const counted = (severity: string) => groups.find((one) => one.severity === severity)?._count ?? 0;
  return { open: counted("warning") + counted("critical"), critical: counted("critical") };
}

export function toAlert(row: AlertRow): Alert {
  const measure = measureOf(row);
  const value = row.clearedAt === null ? (row.latest ?? row.worst) : row.worst;
  return alertSchema.parse({
    id: row.id,
    rule: row.ruleId,
    ruleName: row.ruleName,
    measure,
    severity: row.severity,
    region: row.region,
    stamp: row.stamp,
    pool: row.pool === "" ? null : row.pool,
    state: row.clearedAt === null ? "open" : "cleared",
    sentence: alertSentence({ measure, stamp: row.stamp, pool: row.pool, value, limit: row.limit }),
    since: row.since.toISOString(),
    raisedAt: row.raisedAt.toISOString(),
    clearedAt: row.clearedAt?.toISOString() ?? null,
    clearedBy: row.clearedBy,
    limit: row.limit,
    value: row.value,
    worst: row.worst,
    latest: row.latest,
    acknowledged:
      row.acknowledgedAt === null
        ? null
        : {
            at: row.acknowledgedAt.toISOString(),
            by: row.acknowledgedBy ?? "",
            note: row.acknowledgedNote,
          },
    muted:
      row.mutedUntil === null
        ? null
        : { until: row.mutedUntil.toISOString(), by: row.mutedBy ?? "", reason: row.mutedReason ?? "" },
  });
}
