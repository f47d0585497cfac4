import { ALERT_MEASURES, type AlertMeasure } from "../rules/alertRule.ts";

const SEVERITY_NAMES = ["none", "low", "medium", "high", "critical"];

/** A value of a measure in words: `62.4 %`, `18 min`, `0.83`, `high`. */
export function valueWords(measure: AlertMeasure, value: number): string {
  switch (measure) {
    case "hot_node_p95":
    case "now":
      return `${value.toFixed(1)} %`;
    case "staleness":
      return `${Math.round(value)} min`;
    case "coverage":
      return value.toFixed(2);
    case "signal":
      return SEVERITY_NAMES[Math.round(value)] ?? String(value);
  }
}

/** What an alert says, in one sentence: where, what, and against which limit. */
export function alertSentence(told: {
  readonly measure: AlertMeasure;
  readonly stamp: string;
  readonly pool: string;
  readonly value: number;
  readonly limit: number;
}): string {
  const { measure, limit } = told;
  const where = told.pool === "" ? told.stamp : `${told.stamp} ${told.pool}`;
  const value = valueWords(measure, told.value);
  switch (measure) {
    case "hot_node_p95":
      return `${where}: hot-node P95 ${value}, limit ${valueWords(measure, limit)}.`;
    case "now":
      return `${where}: the hottest node ran at ${value} over the last 15 minutes, limit ${valueWords(measure, limit)}.`;
    case "staleness":
      return `${where}: no sample for ${value}.`;
    case "coverage":
      return `${where}: ${value} of the last hour’s data arrived, at least ${valueWords(measure, limit)} is wanted.`;
    case "signal":
      return `${where}: an open signal of severity ${value}.`;
  }
}

/** The measure of a stored alert, which only this folder writes. */
export function measureOf({ measure }: { readonly measure: string }): AlertMeasure {
  const known = ALERT_MEASURES.find((one) => one === measure);
  if (known === undefined) throw new Error(`an alert of an unknown measure: ${measure}`);
  return known;
}
