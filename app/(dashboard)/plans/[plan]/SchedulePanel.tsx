"use client";

import { useMemo, useRef } from "react";
import { formatDuration, formatUtcDateTime, NO_VALUE } from "#lib/charts/index.ts";
import { Choice } from "../../../_components/Choice.tsx";
import { GanttChart } from "../../../_components/chart/GanttChart.tsx";
import { svgToPng } from "../../../_components/chart/svgToPng.ts";
import { Panel } from "../../../_components/Panel.tsx";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";
import type { PlanView } from "./planView.ts";
import { scheduleAsRun } from "./scheduleAsRun.ts";
import { earliestStart, type ScheduledPhase, scheduleItems, spanOf } from "./scheduleItems.ts";
import type { PlanState } from "./usePlanState.ts";

interface SchedulePanelProps {
  readonly view: PlanView;
  readonly state: PlanState;
  readonly onOpen: (phase: number) => void;
}

/** When each phase begins, cuts over and is observed, and what it waits for: drawn, or as a table. */
export function SchedulePanel({ view, state, onOpen }: SchedulePanelProps) {
  const { plan, execution, readMs } = view;
  const svgRef = useRef<SVGSVGElement>(null);
  const startedAt = execution?.startedAt ?? null;
  const items = useMemo(() => {
    const planned = scheduleItems(plan, readMs);
    return execution === null || startedAt === null ? planned : scheduleAsRun(planned, execution, readMs);
  }, [plan, execution, startedAt, readMs]);
  const columns = useMemo(() => scheduleColumns(readMs), [readMs]);
  const title = `Schedule of ${plan.name}`;
  return (
    <Panel
      title="Schedule"
      note={startedAt === null ? noteOf(plan, readMs) : "as it went; what is left stands at the earliest"}
      png={{ fileName: `plan-${plan.id}-schedule.png`, draw: () => svgToPng(svgRef.current, title) }}
      explain={EXPLANATION}
      controls={
        <Choice
          label="Schedule as"
          value={state.schedule}
          onChange={state.setSchedule}
          items={[
            { value: "chart", label: "Chart" },
            { value: "table", label: "Table" },
          ]}
        />
      }
      isFlush={state.schedule === "table"}
    >
      {state.schedule === "chart" ? (
        <>
          <Legend />
          <GanttChart
            label={title}
            items={items}
            earliestMs={startedAt === null ? earliestStart(plan) : Date.parse(startedAt)}
            nowMs={readMs}
            onOpen={(id) => onOpen(Number(id))}
            svgRef={svgRef}
          />
        </>
      ) : (
        <DataTable
          caption={title}
          columns={columns}
          rows={items}
          rowId={({ id }) => id}
          rowHeight={40}
          emptyText="There are no phases yet."
        />
      )}
    </Panel>
  );
}

function noteOf({ content, assessment }: PlanView["plan"], now: number): string {
  const span = spanOf(assessment);
  const begins =
    content.startAt === null
      ? "as if it were started when it was last saved"
      : `not before ${formatUtcDateTime(Date.parse(content.startAt), now)} UTC`;
  if (span === null) return `${begins}; not every phase finds a place in the calendar`;
  return `${begins}; ${formatDuration((span.toMs - span.fromMs) / 1_000)} from the first cutover to the end of the last observation`;
}

function Legend() {
  return (
    <ul className="flex flex-wrap items-center gap-x-4 gap-y-1 pb-2 text-xs text-ink-soft">
      <li className="flex items-center gap-1.5">
        <span aria-hidden="true" className="h-3.5 w-1.5 rounded-xs bg-accent" /> cutover
      </li>
      <li className="flex items-center gap-1.5">
        <span aria-hidden="true" className="h-2.5 w-5 rounded-xs border border-accent bg-accent-soft" />{" "}
        observation
      </li>
      <li className="flex items-center gap-1.5">
        <span aria-hidden="true" className="hatch h-1.5 w-5" /> waits
      </li>
    </ul>
  );
}

function scheduleColumns(now: number): DataColumn<ScheduledPhase>[] {
  const at = (epochMs: number | undefined) =>
    epochMs === undefined ? NO_VALUE : formatUtcDateTime(epochMs, now);
  return [
    { id: "phase", header: "Phase", width: 200, isRowHeader: true, cell: ({ label }) => label },
    { id: "start", header: "Starts, UTC", width: 112, cell: ({ schedule }) => at(schedule?.startMs) },
    { id: "cutOver", header: "Cut over by", width: 112, cell: ({ schedule }) => at(schedule?.cutOverMs) },
    {
      id: "observed",
      header: "Observed until",
      width: 112,
      cell: ({ schedule }) => at(schedule?.observedMs),
    },
    {
      id: "waits",
      header: "Waits",
      width: 320,
      cell: ({ schedule }) => (
        <span className="text-ink-soft">
          {schedule === null
            ? "it has no place in the calendar"
            : schedule.waits.map(({ untilMs, why }) => `until ${at(untilMs)} (${why})`).join(", ")}
        </span>
      ),
    },
  ];
}

const EXPLANATION = {
  measure: "Schedule",
  definition:
    "One phase after the other: each begins when the one before it was observed, within working hours, outside of change freezes and deployments that concern it, and never more moves at a time than is set. Cutover is the time its moves take to be bound and drained; then its observation runs. A gate may take longer: a phase that fails or is inconclusive waits for a person.",
  window: "From when it can start to the end of the last observation",
  coverage: "Working hours, moves at a time and minutes a move are settings of the region.",
};
