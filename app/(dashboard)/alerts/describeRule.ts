import { valueWords } from "#lib/alerts/list/alertSentence.ts";
import type { AlertMeasure, AlertRule } from "#lib/alerts/rules/alertRule.ts";

/** What a measure is called where one is chosen. */
export const MEASURE_WORDS: Readonly<Record<AlertMeasure, string>> = {
  hot_node_p95: "Hot-node P95",
  now: "The last 15 minutes",
  staleness: "Minutes without a sample",
  coverage: "Coverage of the last hour",
  signal: "Open signal",
};

/** The unit that a limit and its margin are typed in. */
export const MEASURE_UNITS: Readonly<Record<AlertMeasure, string>> = {
  hot_node_p95: "%",
  now: "%",
  staleness: "min",
  coverage: "0–1",
  signal: "1 low … 4 critical",
};

/** A rule as a sentence without its full stop. */
export function describeRule(rule: AlertRule): string {
  const lasting = rule.forMinutes === 0 ? "" : ` for ${rule.forMinutes} min`;
  const clearing = `clears ${marginWords(rule)} for ${rule.clearMinutes} min`;
  return [`${conditionOf(rule)}${lasting}`, clearing, scopeOf(rule)].filter(Boolean).join("; ");
}

function conditionOf({ measure, limit }: AlertRule): string {
  const level = limit === null ? "the pool’s limit" : valueWords(measure, limit);
  switch (measure) {
    case "hot_node_p95":
    case "now":
      return `${MEASURE_WORDS[measure]} over ${level}`;
    case "staleness":
      return `No sample for ${level}`;
    case "coverage":
      return `Coverage of the last hour under ${level}`;
    case "signal":
      return `An open signal of severity ${level} or graver`;
  }
}

function marginWords({ measure, clearMargin }: AlertRule): string {
  if (clearMargin === 0 || measure === "signal") return "once it is back";
  if (measure === "coverage") return `${clearMargin} above it`;
  return measure === "staleness"
    ? `${clearMargin} min under it`
    : `${clearMargin} ${clearMargin === 1 ? "point" : "points"} under it`;
}

function scopeOf({ region, poolKind }: AlertRule): string {
  if (region === "" && poolKind === "") return "";
  const pools = poolKind === "" ? "every pool" : `${poolKind} pools`;
  return region === "" ? pools : `${pools} in ${region}`;
}
