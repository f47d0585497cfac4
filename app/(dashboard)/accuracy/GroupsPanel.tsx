"use client";

import { useMemo } from "react";
import { type AccuracySummary, groupAccuracy } from "#lib/backtest/summarizeAccuracy.ts";
import { formatCount, formatPoints, formatShare } from "#lib/charts/index.ts";
import { Panel } from "../../_components/Panel.tsx";
import type { AccuracyRow } from "./accuracyRow.ts";
import { ageText, ROLE_LABELS } from "./describeAccuracy.ts";
import { errorText } from "./SummaryStrip.tsx";

interface Group {
  readonly name: string;
  readonly summary: AccuracySummary;
}

/** Where predictions are better and worse: by pool kind, by role, by age. */
export function GroupsPanel({ rows, csvHref }: { rows: readonly AccuracyRow[]; csvHref: string }) {
  const sections = useMemo(() => sectionsOf(rows), [rows]);
  const greatest = Math.max(
    1,
    ...sections.flatMap(({ groups }) => groups.map(({ summary }) => summary.p90Error ?? 0)),
  );
  return (
    <Panel
      title="Error by pool kind, role and age"
      note="bar: the median error; its thin end: the 90th percentile"
      csvHref={csvHref}
      explain={EXPLANATION}
      isFlush
    >
      <section
        className="overflow-x-auto px-4 pb-4"
        aria-label="Error by pool kind, role and age"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
        tabIndex={0}
      >
        <table className="w-full min-w-[460px]">
          <thead>
            <tr className="text-xs text-ink-soft">
              <th scope="col" className="py-1 pr-2 text-left font-normal">
                Of
              </th>
              <th scope="col" className="px-2 text-right font-normal">
                Pools
              </th>
              <th scope="col" className="px-2 text-left font-normal" colSpan={2}>
                Median, 90th percentile
              </th>
              <th scope="col" className="px-2 text-right font-normal">
                Bias
              </th>
              <th scope="col" className="pl-2 text-right font-normal">
                In interval
              </th>
            </tr>
          </thead>
          {sections.map(({ title, groups }) => (
            <tbody key={title}>
              <tr>
                <th scope="rowgroup" colSpan={6} className="pt-3 pb-1 text-left font-semibold">
                  {title}
                </th>
              </tr>
              {groups.map((group) => (
                <GroupRow key={group.name} group={group} greatest={greatest} />
              ))}
            </tbody>
          ))}
        </table>
      </section>
    </Panel>
  );
}

function GroupRow({ group: { name, summary }, greatest }: { group: Group; greatest: number }) {
  const { pools, medianError, p90Error, bias, insideShare } = summary;
  const width = (points: number | null) => `${((points ?? 0) / greatest) * 100}%`;
  return (
    <tr className="border-t border-line/60">
      <th scope="row" className="py-1.5 pr-2 text-left font-normal whitespace-nowrap">
        {name}
      </th>
      <td className="px-2 text-right">{formatCount(pools)}</td>
      <td className="w-[26%] px-2" aria-hidden="true">
        <div className="relative h-3">
          <span className="absolute top-[5px] left-0 h-0.5 bg-ink-soft" style={{ width: width(p90Error) }} />
          <span
            className="absolute top-0.5 left-0 h-2 rounded-xs bg-accent"
            style={{ width: width(medianError) }}
          />
        </div>
      </td>
      <td className="px-2 text-right whitespace-nowrap">
        {errorText(medianError)}, <span className="text-ink-soft">{errorText(p90Error)}</span>
      </td>
      <td className="px-2 text-right whitespace-nowrap">{formatPoints(bias)}</td>
      <td className="pl-2 text-right">{formatShare(insideShare)}</td>
    </tr>
  );
}

function sectionsOf(
  rows: readonly AccuracyRow[],
): { readonly title: string; readonly groups: readonly Group[] }[] {
  const { byKind, byRole, byAge, byDay } = groupAccuracy(rows);
  return [
    { title: "Pool kind", groups: byKind.map((summary) => ({ name: summary.kind, summary })) },
    { title: "Role", groups: byRole.map((summary) => ({ name: ROLE_LABELS[summary.role], summary })) },
    { title: "Age of the prediction", groups: byAge.map((summary) => ({ name: ageText(summary), summary })) },
    {
      title: "Days before and after",
      groups: byDay.map((summary) => ({
        name: summary.isOtherWeekday ? "working day and weekend" : "of one kind",
        summary,
      })),
    },
  ].filter(({ groups }) => groups.length > 0);
}

const EXPLANATION = {
  measure: "Error of predictions",
  definition:
    "Error: predicted less measured hot-node P95, in points of a node; its size is told by the median and the 90th percentile (R-7) of the absolute value, its direction by the mean (bias; above 0: too hot). In interval: the share of pools measured within their 90 % interval, ends included. Age: from the end of the hours that the prediction was made from to the beginning of those in which it was measured.",
  window: "All results that pass the filter above",
  coverage: "Refused results count in none of these figures.",
};
