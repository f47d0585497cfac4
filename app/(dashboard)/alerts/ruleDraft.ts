import type { AlertRule } from "#lib/alerts/rules/alertRule.ts";
import { ALERT_MEASURES, type AlertMeasure } from "#lib/alerts/rules/alertRule.ts";

/** A rule as it is typed. */
export interface RuleDraft {
  readonly name: string;
  readonly measure: AlertMeasure;
  /** Empty: the pool's own limit. */
  readonly limit: string;
  readonly forMinutes: string;
  readonly clearMargin: string;
  readonly clearMinutes: string;
  readonly region: string;
  readonly poolKind: string;
  readonly severity: "warning" | "critical";
  readonly enabled: boolean;
}

export function draftOf(rule: AlertRule | null): RuleDraft {
  return {
    name: rule?.name ?? "",
    measure: rule?.measure ?? "now",
    limit: rule === null || rule.limit === null ? "" : String(rule.limit),
    forMinutes: String(rule?.forMinutes ?? 10),
    clearMargin: String(rule?.clearMargin ?? 3),
    clearMinutes: String(rule?.clearMinutes ?? 10),
    region: rule?.region ?? "",
    poolKind: rule?.poolKind ?? "",
    severity: rule?.severity ?? "warning",
    enabled: rule?.enabled ?? true,
  };
}

/** What is sent of it; what is no number is sent as none, and refused in words. */
export function ruleBody(draft: RuleDraft, isNew: boolean): object {
  const { name, measure, region, poolKind, severity, enabled } = draft;
  return {
    ...(isNew && { measure }),
    ...{ name: name.trim(), region, poolKind, severity, enabled },
    limit: draft.limit.trim() === "" ? null : Number(draft.limit),
    forMinutes: Number(draft.forMinutes),
    clearMargin: Number(draft.clearMargin),
    clearMinutes: Number(draft.clearMinutes),
  };
}

export function measureFrom(text: string): AlertMeasure {
  return ALERT_MEASURES.find((one) => one === text) ?? "now";
}
