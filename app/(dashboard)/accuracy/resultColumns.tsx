"use client";

import { formatCpu, formatFixed, formatPoints, formatUtcDateTime, NO_VALUE } from "#lib/charts/index.ts";
import { Cpu } from "../../_components/Cpu.tsx";
import { registryHref, stampHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import { type AccuracyRow, movesText } from "./accuracyRow.ts";
import { doubtsOf } from "./describeAccuracy.ts";

type Column = DataColumn<AccuracyRow>;

export function resultColumns(now: number): Column[] {
  return [...placeColumns(now), ...figureColumns(), ...judgementColumns()];
}

function placeColumns(now: number): Column[] {
  return [
    {
      id: "pool",
      header: "Pool",
      width: 152,
      isRowHeader: true,
      sortValue: (row) => `${row.stamp} ${row.pool}`,
      cell: (row) => (
        <ScopedLink href={stampHref(row.stamp, row.pool)} className="name-link">
          {row.stamp} {row.pool}
        </ScopedLink>
      ),
    },
    { id: "role", header: "Role", width: 100, sortValue: (row) => row.role, cell: (row) => row.role },
    {
      id: "moves",
      header: "Moved",
      width: 132,
      meaning: "Select the row to see every move",
      sortValue: (row) => row.moves.length,
      firstSort: "descending",
      cell: (row) => <Moved row={row} />,
    },
    {
      id: "moved",
      header: "When, UTC",
      width: 116,
      firstSort: "descending",
      sortValue: (row) => row.changed.firstMs,
      cell: (row) => <span className="text-ink-soft">{formatUtcDateTime(row.changed.firstMs, now)}</span>,
    },
  ];
}

function Moved({ row: { moves } }: { row: AccuracyRow }) {
  const [only] = moves;
  if (moves.length !== 1 || only === undefined)
    return <span title={moves.map(({ registry }) => registry).join(", ")}>{movesText(moves)}</span>;
  return (
    <ScopedLink
      href={registryHref(only.registry)}
      className="text-ink-soft hover:text-accent hover:underline"
    >
      {only.registry}
    </ScopedLink>
  );
}

function figureColumns(): Column[] {
  return [
    {
      id: "before",
      header: "Before",
      width: 76,
      align: "right",
      meaning: "Hot-node P95 of the hours before the moves",
      firstSort: "descending",
      sortValue: (row) => row.before.hotNodeP95,
      cell: ({ before }) => <Cpu percent={before.hotNodeP95} coverage={before.coverage} />,
    },
    {
      id: "predicted",
      header: "Predicted",
      width: 164,
      align: "right",
      meaning: "Hot-node P95 after the moves, with its 90 % interval",
      firstSort: "descending",
      sortValue: (row) => row.predicted?.hotNodeP95.value ?? null,
      cell: ({ predicted }) => {
        if (predicted === null) return <span className="text-ink-faint">{NO_VALUE}</span>;
        const { value, low, high } = predicted.hotNodeP95;
        return (
          <>
            {formatCpu(value)}{" "}
            <span className="text-ink-soft">{`(${formatFixed(low, 1)}–${formatFixed(high, 1)})`}</span>
          </>
        );
      },
    },
    {
      id: "measured",
      header: "Measured",
      width: 84,
      align: "right",
      meaning: "Hot-node P95 of the same clock hours of the first full day after",
      firstSort: "descending",
      sortValue: (row) => row.measured.hotNodeP95,
      cell: ({ measured }) => <Cpu percent={measured.hotNodeP95} coverage={measured.coverage} />,
    },
  ];
}

function judgementColumns(): Column[] {
  return [
    {
      id: "change",
      header: "Change",
      width: 84,
      align: "right",
      meaning: "What the moves were to do, all else equal; sorted by size",
      firstSort: "descending",
      sortValue: (row) => (row.change === null ? null : Math.abs(row.change)),
      cell: (row) => <span className="text-ink-soft">{formatPoints(row.change)}</span>,
    },
    {
      id: "error",
      header: "Error",
      width: 84,
      align: "right",
      meaning: "Predicted less measured, sorted by size",
      firstSort: "descending",
      sortValue: (row) => (row.error === null ? null : Math.abs(row.error)),
      cell: (row) => <span className="font-medium">{formatPoints(row.error)}</span>,
    },
    {
      id: "inside",
      header: "In interval",
      width: 88,
      sortValue: (row) => (row.isInside === null ? null : row.isInside ? 1 : 0),
      cell: ({ isInside }) =>
        isInside === null ? (
          <span className="text-ink-faint">{NO_VALUE}</span>
        ) : (
          <span className={isInside ? "text-ink-soft" : "font-semibold"}>
            {isInside ? "inside" : "outside"}
          </span>
        ),
    },
    {
      id: "age",
      header: "Age",
      width: 64,
      align: "right",
      meaning: "Days from the end of the hours before to the beginning of those after",
      firstSort: "descending",
      sortValue: (row) => row.ageDays,
      cell: ({ ageDays }) => (ageDays === null ? NO_VALUE : `${formatFixed(ageDays, 1)}\u00a0d`),
    },
    {
      id: "doubts",
      header: "What to know",
      width: 220,
      cell: (row) => {
        const words = doubtsOf(row);
        return (
          <span title={words.map(({ long }) => long).join(" ")} className="text-ink-soft">
            {words.map(({ short }) => short).join(", ")}
          </span>
        );
      },
    },
  ];
}
