import type { Alert } from "#lib/alerts/list/alertAnswer.ts";
import type { AlertRule } from "#lib/alerts/rules/alertRule.ts";
import type { Channel } from "#lib/outgoing/channel/channelBody.ts";

export interface AlertsView {
  /** Empty = every region. */
  readonly region: string;
  readonly open: readonly Alert[];
  readonly hasMoreOpen: boolean;
  readonly past: readonly Alert[];
  readonly hasMorePast: boolean;
  readonly rules: readonly AlertRule[];
  readonly channels: readonly Channel[];
  /** Whether channels are stored under a key. */
  readonly areSecretsSealed: boolean;
  readonly regions: readonly string[];
  readonly poolKinds: readonly string[];
  readonly mayAct: boolean;
  readonly mayChange: boolean;
  readonly nowMs: number;
}

/** Loud ones first, of those the critical, then the oldest: what is to be looked at next stands on top. */
export function arrangeOpen(alerts: readonly Alert[], nowMs: number): Alert[] {
  const rank = (alert: Alert) =>
    (isMuted(alert, nowMs) ? 4 : 0) +
    (alert.acknowledged === null ? 0 : 2) +
    (alert.severity === "critical" ? 0 : 1);
  return alerts.toSorted(
    (one, other) =>
      rank(one) - rank(other) || Date.parse(one.since) - Date.parse(other.since) || one.id - other.id,
  );
}

export function isMuted({ muted }: Alert, nowMs: number): boolean {
  return muted !== null && Date.parse(muted.until) > nowMs;
}

/** What the page says at its top: how many, how bad, and what is nobody's yet. */
export function summarizeOpen(
  { open: alerts, hasMoreOpen }: Pick<AlertsView, "open" | "hasMoreOpen">,
  nowMs: number,
): string {
  if (alerts.length === 0) return "Nothing is wrong that a rule asks about.";
  const critical = alerts.filter(({ severity }) => severity === "critical").length;
  const untaken = alerts.filter((alert) => alert.acknowledged === null && !isMuted(alert, nowMs)).length;
  const many = alerts.length === 1 ? "1 alert is open" : `${alerts.length} alerts are open`;
  const grave = critical === 0 ? "none critical" : `${critical} critical`;
  const taken = untaken === 0 ? "all are looked after" : `${untaken} not yet acknowledged`;
  return hasMoreOpen
    ? `More than ${alerts.length} alerts are open; of the newest ${alerts.length}: ${grave}, ${taken}.`
    : `${many}, ${grave}; ${taken}.`;
}
