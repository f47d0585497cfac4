"use client";

import { useMemo } from "react";
import { formatUtcDateTime } from "#lib/charts/index.ts";
import type { Calendar, CalendarEntry } from "#lib/execution/calendar/calendarAnswer.ts";
import { EmptyState } from "../../_components/EmptyState.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { planHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import { CalendarChart } from "./CalendarChart.tsx";
import { kindWords } from "./describeCalendar.ts";

/** Everything that has a time: phases that run or are to run, freezes, deployments; and what is in each other's way. */
export function CalendarScreen({ calendar, now }: { calendar: Calendar; now: number }) {
  const columns = useMemo(() => calendarColumns(now), [now]);
  const { entries } = calendar;
  if (entries.length === 0)
    return (
      <EmptyState
        title="Nothing has a time yet"
        action={
          <ScopedLink href="/plans" className="control control-primary">
            Plans
          </ScopedLink>
        }
      >
        <p>Phases of plans that were submitted stand here, with freezes and deployments beside them.</p>
      </EmptyState>
    );
  return (
    <>
      <Panel
        title="Timeline"
        note="UTC; what is scheduled stands at the earliest that its plan's schedule allows"
      >
        <CalendarChart {...{ calendar, now }} />
      </Panel>
      <Panel title="Entries" note="in the order of their beginning" isFlush>
        <DataTable
          caption="Phases, freezes and deployments"
          columns={columns}
          rows={entries}
          rowId={idOf}
          rowHeight={48}
          emptyText="There is none."
        />
      </Panel>
    </>
  );
}

function idOf({ kind, title, from, phase, region }: CalendarEntry): string {
  return `${kind} ${title} ${from} ${region} ${phase?.plan}/${phase?.phase}`;
}

function calendarColumns(now: number): DataColumn<CalendarEntry>[] {
  const at = (iso: string | null, open: string) =>
    iso === null ? open : formatUtcDateTime(Date.parse(iso), now);
  return [
    {
      id: "title",
      header: "What",
      width: 280,
      isRowHeader: true,
      cell: ({ title, phase }) =>
        phase === null ? (
          title
        ) : (
          <ScopedLink
            href={`${planHref(phase.plan, phase.version)}#phase-${phase.phase}`}
            className="name-link"
          >
            {title}
          </ScopedLink>
        ),
    },
    { id: "kind", header: "Kind", width: 136, cell: (entry) => kindWords(entry) },
    { id: "from", header: "From, UTC", width: 112, cell: ({ from }) => at(from, "before now") },
    { id: "to", header: "To", width: 112, cell: ({ to }) => at(to, "open") },
    {
      id: "where",
      header: "Where",
      width: 200,
      cell: ({ region, stamps }) => (
        <span className="line-clamp-2 leading-tight whitespace-normal">
          {region ?? "the whole fleet"}
          {stamps.length > 0 && <span className="text-ink-soft"> {stamps.join(", ")}</span>}
        </span>
      ),
    },
    {
      id: "conflicts",
      header: "In conflict with",
      width: 320,
      cell: ({ conflicts }) => (
        <span
          className={`line-clamp-2 leading-tight whitespace-normal ${conflicts.length > 0 ? "font-semibold" : "text-ink-faint"}`}
          title={conflicts.join(" ")}
        >
          {conflicts.length === 0 ? "nothing" : conflicts.join(" ")}
        </span>
      ),
    },
  ];
}
