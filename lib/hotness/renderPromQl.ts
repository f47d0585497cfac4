import { MINUTES_PER_HOUR, type MinuteWindow } from "../core/index.ts";

/** The pool that a query is about, by name, and the bins. */
export interface PoolQuery {
  readonly stamp: string;
  readonly pool: string;
  readonly window: MinuteWindow;
}

/**
 * The hot-node P95 of a pool and window as PromQL, to be run as an instant query against a Prometheus that holds
 * `metric` (percent of the whole node, labelled stamp, pool and node).
 *
 * It gives the same number: one evaluation a minute at each bin's start; the negative offset makes the range exactly
 * that bin (a range is open at its left end), so that a node-minute is the mean of the node's samples and a minute
 * without samples stays a gap (a bare selector would fill it with a value up to 5 minutes old).
 */
export function renderPromQl({ stamp, pool, window }: PoolQuery, metric = "node_cpu_percent"): string {
  const selector = `${metric}{stamp=${quotePromQl(stamp)}, pool=${quotePromQl(pool)}}`;
  const minutes = window.toMinute - window.fromMinute;
  const range = minutes % MINUTES_PER_HOUR === 0 ? `${minutes / MINUTES_PER_HOUR}h` : `${minutes}m`;
  return [
    "quantile_over_time(0.95,",
    "  max by (stamp, pool) (",
    `    avg_over_time(${selector}[1m] offset -59999ms)`,
    `  )[${range}:1m] @ ${window.toMinute * 60 - 1}`,
    ")",
  ].join("\n");
}

/** A PromQL string literal, whatever the name holds. */
export function quotePromQl(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
