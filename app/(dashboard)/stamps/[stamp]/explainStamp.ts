import { formatShare, formatUtcWindow } from "#lib/charts/index.ts";
import type { MinuteWindow } from "#lib/core/index.ts";
import { renderHottestSql, renderNodePromQl, renderNodeSql } from "#lib/hotness/renderNodeQueries.ts";
import { renderPromQl } from "#lib/hotness/renderPromQl.ts";
import { renderSql } from "#lib/hotness/renderSql.ts";
import type { Explanation } from "../../../_components/overlay/ExplainDialog.tsx";
import type { PoolView } from "./stampView.ts";

/** What the line and the numbers beside it mean. */
export function explainLine(pool: PoolView, now: number): Explanation {
  const query = { stamp: pool.stamp, pool: pool.pool, window: pool.measures.window };
  return {
    measure: `Hot-node P95 of ${pool.pool}`,
    definition:
      "The line is hot(bin): of every minute, the greatest mean that any node of the pool had in it. P95 is the 95th percentile (method R-7) of those minutes: how hot the worst node is, most of the time. The maximum is one noisy minute; the average is over all nodes and hides hot ones. Limits and plans go by the P95.",
    window: windowText(pool.measures.window, now),
    coverage: coverageText(pool),
    promql: renderPromQl(query),
    sql: renderSql(query),
  };
}

/** What a cell of the node map means. */
export function explainNodes(pool: PoolView, shown: MinuteWindow, now: number): Explanation {
  const query = { stamp: pool.stamp, pool: pool.pool, window: shown };
  return {
    measure: `Nodes of ${pool.pool} over time`,
    definition:
      "A cell is the mean of one node over a minute; where several minutes share a column, the greatest of them. No data is a hatch, never a cool colour: a node that was scaled in, or lost, ends in one.",
    window: windowText(shown, now),
    coverage: coverageText(pool),
    promql: renderNodePromQl(query),
    sql: renderNodeSql(query),
  };
}

/** What the list of the hottest nodes counts. */
export function explainHottest(pool: PoolView, now: number): Explanation {
  const query = { stamp: pool.stamp, pool: pool.pool, window: pool.measures.window };
  return {
    measure: `Which node of ${pool.pool} is hottest, how often`,
    definition:
      "Of the minutes with data, those in which the node was the hottest of its pool (of equals, the lowest name). A node is sick when the pool’s P95 is at least warm, one node is the hottest in 60 % of the minutes or more, and without it the P95 would be 15 points lower or more: then it is a node, not a load, problem.",
    window: windowText(pool.measures.window, now),
    coverage: coverageText(pool),
    sql: renderHottestSql(query),
  };
}

function windowText({ fromMinute, toMinute }: MinuteWindow, now: number): string {
  return formatUtcWindow(fromMinute, toMinute, now);
}

function coverageText({ measures: { coverage } }: PoolView): string {
  return `${formatShare(coverage.bins)} of the minutes and ${formatShare(coverage.nodeMinutes)} of the expected node-minutes have data. Under 90 % numbers are lighter, under 50 % the state is unknown.`;
}
