import { minuteOf } from "../../core/index.ts";
import type { Notice } from "../../outgoing/types.ts";
import { alertSentence, measureOf } from "../list/alertSentence.ts";

/** As much of an alert as is told. */
export interface ToldAlert {
  readonly id: number;
  readonly ruleId: string;
  readonly ruleName: string;
  readonly measure: string;
  readonly severity: string;
  readonly region: string;
  readonly stamp: string;
  readonly pool: string;
  readonly limit: number;
  readonly worst: number;
  readonly latest: number | null;
  readonly raisedAt: Date;
  readonly clearedBy: string | null;
  readonly mutedUntil: Date | null;
}

/** So many of one rule in one region at one look are told one by one; more are one event, not a flood. */
const TOLD_ONE_BY_ONE = 5;

/** What channels are told of a look. Nothing of what is muted. */
export function noticesOf({
  raised,
  cleared,
  nowMs,
}: {
  readonly raised: readonly ToldAlert[];
  readonly cleared: readonly ToldAlert[];
  readonly nowMs: number;
}): Notice[] {
  return [
    ...grouped(raised, nowMs).flatMap((group) => tell(group, { kind: "alert_raised", nowMs })),
    ...grouped(cleared, nowMs).flatMap((group) => tell(group, { kind: "alert_cleared", nowMs })),
  ];
}

type Told = { readonly kind: "alert_raised" | "alert_cleared"; readonly nowMs: number };

function grouped(alerts: readonly ToldAlert[], nowMs: number): readonly (readonly ToldAlert[])[] {
  const loud = alerts.filter(({ mutedUntil }) => mutedUntil === null || mutedUntil.getTime() <= nowMs);
  return [...Map.groupBy(loud, ({ ruleId, region }) => `${ruleId}\n${region}`).values()];
}

function tell(group: readonly ToldAlert[], told: Told): Notice[] {
  if (group.length <= TOLD_ONE_BY_ONE) return group.map((alert) => tellOne(alert, told));
  const [first] = group;
  return first === undefined ? [] : [tellMany(first, { group, ...told })];
}

function tellOne(alert: ToldAlert, { kind, nowMs }: Told): Notice {
  const { id, region, stamp, pool, ruleId, ruleName, limit } = alert;
  const measure = measureOf(alert);
  const isRaised = kind === "alert_raised";
  const value = alert.latest ?? alert.worst;
  const sentence = alertSentence({ measure, stamp, pool, value, limit });
  return {
    kind,
    severity: isRaised ? severityIn(alert) : "information",
    key: `alert-${id}-${isRaised ? "raised" : "cleared"}`,
    region,
    atMs: nowMs,
    sentence: isRaised ? `${ruleName}: ${sentence}` : `${ruleName}: over. ${sentence}`,
    path: `/stamps/${encodeURIComponent(stamp)}`,
    facts: {
      ...{ alert: id, rule: ruleId, measure, region, stamp, pool: pool === "" ? null : pool },
      ...{ value: alert.latest, worst: alert.worst, limit, clearedBy: alert.clearedBy },
    },
  };
}

function tellMany(
  first: ToldAlert,
  { group, kind, nowMs }: Told & { readonly group: readonly ToldAlert[] },
): Notice {
  const { ruleId, ruleName, region } = first;
  const isRaised = kind === "alert_raised";
  const places = group.map(({ stamp, pool }) => (pool === "" ? stamp : `${stamp} ${pool}`));
  const named = places.slice(0, TOLD_ONE_BY_ONE).join(", ");
  const verb = isRaised ? "raised" : "over";
  return {
    kind,
    severity: isRaised ? severityIn(first) : "information",
    key: `alerts-${ruleId}-${region}-${minuteOf(nowMs)}-${isRaised ? "raised" : "cleared"}`,
    region,
    atMs: nowMs,
    sentence: `${ruleName}: ${verb} in ${group.length} places of ${region} at once: ${named} and ${group.length - TOLD_ONE_BY_ONE} more.`,
    path: "/alerts",
    facts: { rule: ruleId, region, alerts: group.map(({ id }) => id), places },
  };
}

function severityIn({ severity }: ToldAlert): "warning" | "critical" {
  return severity === "critical" ? "critical" : "warning";
}
