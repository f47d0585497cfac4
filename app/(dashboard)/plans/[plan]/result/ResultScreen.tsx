"use client";

import { useMemo } from "react";
import { formatUtcDateTime } from "#lib/charts/index.ts";
import type { PlanResult, ResultRow } from "#lib/execution/result/resultAnswer.ts";
import { Notice } from "../../../../_components/Notice.tsx";
import { Panel } from "../../../../_components/Panel.tsx";
import { DataTable } from "../../../../_components/table/DataTable.tsx";
import { resultColumns } from "./resultColumns.tsx";

interface ResultScreenProps {
  readonly result: PlanResult;
  readonly now: number;
}

/** What a plan did: the pools that it touched before and after, and the pools of the same kinds that it did not touch. */
export function ResultScreen({ result, now }: ResultScreenProps) {
  const { plan, rows } = result;
  const touched = rows.filter(({ role }) => role !== "control");
  const controls = rows.filter(({ role }) => role === "control");
  const csvHref = `/api/v1/plans/${plan.id}/result.csv?version=${plan.version}`;
  return (
    <>
      {result.isOtherWeekday && (
        <Notice tone="information">
          One of the two days is a working day where the region is, the other is not: take the change with
          care, and see what the control pools did.
        </Notice>
      )}
      {!result.isFinal && result.after !== null && (
        <Notice tone="information">
          The plan has not ended: these hours are the latest that can be compared, and go on changing.
        </Notice>
      )}
      <ResultPanel
        title="Measured before and after"
        caption="Pools that the plan touched"
        note={hoursOf(result, now)}
        {...{ csvHref, rows: touched }}
      />
      <ResultPanel
        title="Control pools"
        caption="Pools of the same kinds and region that it did not touch"
        note="Same kinds, same region, not touched: what the days themselves changed"
        {...{ csvHref, rows: controls }}
      />
      {result.outcomes.length > 0 && <Outcomes outcomes={result.outcomes} />}
    </>
  );
}

interface ResultPanelProps {
  readonly title: string;
  readonly caption: string;
  readonly note: string;
  readonly csvHref: string;
  readonly rows: readonly ResultRow[];
}

function ResultPanel({ title, caption, note, csvHref, rows }: ResultPanelProps) {
  const columns = useMemo(() => resultColumns(rows.some(({ predicted }) => predicted !== null)), [rows]);
  return (
    <Panel title={title} note={note} csvHref={csvHref} explain={EXPLANATION} isFlush>
      <DataTable
        caption={caption}
        columns={columns}
        rows={rows}
        rowId={({ stamp, pool }) => `${stamp} ${pool}`}
        rowHeight={44}
        emptyText="There is none."
      />
    </Panel>
  );
}

function hoursOf({ before, after }: PlanResult, now: number): string {
  const hours = ({ from, to }: { from: string; to: string }) =>
    `${formatUtcDateTime(Date.parse(from), now)} to ${formatUtcDateTime(Date.parse(to), now)} UTC`;
  return after === null
    ? `before: ${hours(before)}; after: not yet`
    : `before: ${hours(before)}; after: ${hours(after)}`;
}

const MEASURES: Readonly<Record<PlanResult["outcomes"][number]["measure"], string>> = {
  pullP95Ms: "pull P95, ms",
  errorRate: "error rate",
  throughputBytes: "throughput, bytes",
};

function Outcomes({ outcomes }: { outcomes: PlanResult["outcomes"] }) {
  return (
    <Panel title="What customers felt" note="medians over the two windows">
      <ul className="flex flex-col gap-1">
        {outcomes.map(({ stamp, measure, before, after }) => (
          <li key={`${stamp} ${measure}`}>
            {stamp}, {MEASURES[measure]}: {before ?? "no data"} → {after ?? "no data"}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const EXPLANATION = {
  measure: "Measured result",
  definition:
    "Hot-node P95: the 95th percentile of the hottest node of each minute. Before: the window of the plan’s snapshot. After: the same clock hours of the last full day of the last observation. Beside it what the plan predicted when it was submitted, with the interval that holds it in nine of ten cases, and the error: measured less predicted. The errors feed the Accuracy page.",
  window: "Before and after, both named above the table",
  coverage: "Under 0.5 a measure is not shown; under 0.9 it is lighter, with its coverage beside it.",
};
