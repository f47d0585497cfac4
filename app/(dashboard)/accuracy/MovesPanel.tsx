"use client";

import type { ReactNode } from "react";
import {
  formatCount,
  formatCpu,
  formatFixed,
  formatShare,
  formatUtcDateTime,
  formatUtcWindow,
} from "#lib/charts/index.ts";
import type { MinuteWindow } from "#lib/core/index.ts";
import { Panel } from "../../_components/Panel.tsx";
import { registryHref, stampHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import type { AccuracyRow } from "./accuracyRow.ts";
import { doubtsOf } from "./describeAccuracy.ts";

type MoveOfRow = AccuracyRow["moves"][number];

/** The moves behind the chosen result, and what it rests on. */
export function MovesPanel({ row, readMs }: { row: AccuracyRow; readMs: number }) {
  const { moves, before, measured, predicted, model } = row;
  return (
    <Panel
      title={`${row.stamp} ${row.pool}: the moves behind it`}
      note={`${formatCount(moves.length)} in ${row.region}, ${formatUtcDateTime(row.changed.firstMs, readMs)} UTC; the pool is a ${row.role}`}
      isFlush
    >
      <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1 px-4 pb-3 sm:grid-cols-[max-content_1fr_max-content_1fr]">
        <Fact name="Before">{hoursText(before.window, readMs)}</Fact>
        <Fact name="After">{hoursText(measured.window, readMs)}</Fact>
        {predicted !== null && (
          <>
            <Fact name="P95">
              {figureText(
                before.hotNodeP95,
                { unmoved: row.unmovedP95, predicted: predicted.hotNodeP95.value },
                measured.hotNodeP95,
              )}
            </Fact>
            <Fact name="Max">
              {figureText(before.max, { unmoved: null, predicted: predicted.max.value }, measured.max)}
            </Fact>
            <Fact name="Average">
              {figureText(
                before.average,
                { unmoved: null, predicted: predicted.average.value },
                measured.average,
              )}
            </Fact>
            <Fact name="Coverage">{`${formatShare(before.coverage)} before, ${formatShare(measured.coverage)} after`}</Fact>
          </>
        )}
        {model !== null && (
          <Fact name="Load model">
            {`explains ${formatShare(model.r2)}, off by ${formatFixed(model.residualPoints, 1)} points a node-minute; ${formatCount(model.registries)} registries, ${formatCount(model.nodes)} nodes`}
          </Fact>
        )}
      </dl>
      {doubtsOf(row).map(({ long }) => (
        <p key={long} className="px-4 pb-2 font-medium">
          {long}
        </p>
      ))}
      <DataTable
        caption="Moves behind the chosen result"
        columns={moveColumns(readMs)}
        rows={moves}
        rowId={(move) => move.registry}
        emptyText="There are none."
      />
    </Panel>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function figureText(
  before: number | null,
  told: { readonly unmoved: number | null; readonly predicted: number },
  measured: number | null,
) {
  const { unmoved, predicted } = told;
  const without = unmoved === null ? "" : ` (${formatCpu(unmoved)} without the moves)`;
  return `${formatCpu(before)} → ${formatCpu(predicted)} predicted${without}, ${formatCpu(measured)} measured`;
}

function hoursText(window: MinuteWindow | null, now: number): string {
  return window === null
    ? "no hours could be taken"
    : formatUtcWindow(window.fromMinute, window.toMinute, now);
}

function moveColumns(now: number): DataColumn<MoveOfRow>[] {
  return [
    {
      id: "registry",
      header: "Registry",
      width: 184,
      isRowHeader: true,
      cell: ({ registry }) => (
        <ScopedLink href={registryHref(registry)} className="name-link">
          {registry}
        </ScopedLink>
      ),
    },
    { id: "from", header: "From", width: 96, cell: ({ from }) => <StampLink name={from} /> },
    { id: "to", header: "To", width: 96, cell: ({ to }) => <StampLink name={to} /> },
    { id: "at", header: "When, UTC", width: 132, cell: ({ atMs }) => formatUtcDateTime(atMs, now) },
  ];
}

function StampLink({ name }: { name: string }) {
  return (
    <ScopedLink href={stampHref(name)} className="text-ink-soft hover:text-accent hover:underline">
      {name}
    </ScopedLink>
  );
}
