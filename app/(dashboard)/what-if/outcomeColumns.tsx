"use client";

import { formatCpu } from "#lib/charts/index.ts";
import { StateBadge, StateShape } from "../../_components/StateBadge.tsx";
import { stampHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import { flagLabel } from "./describeOutcome.ts";
import type { PoolOutcome } from "./poolOutcome.ts";
import { ShiftBar } from "./ShiftBar.tsx";
import { AfterCell, ChangeCell, FromToCell, RoomCell } from "./ShiftCell.tsx";

const ROLE_WORDS = { source: "source", destination: "destination", untouched: "untouched" } as const;

/** The columns of before and after. */
export function outcomeColumns(isPlanned: (pool: PoolOutcome) => boolean): DataColumn<PoolOutcome>[] {
  return [
    poolColumn((row) => row, isPlanned),
    {
      id: "state",
      header: "State",
      width: 128,
      meaning: "By hot-node P95, before and after",
      cell: (row) => <StateShift row={row} />,
    },
    ...p95Columns(),
    {
      id: "limit",
      header: "Limit",
      width: 84,
      align: "right",
      meaning: "What planning holds hot-node P95 under, and how far the prediction is from it",
      cell: (row) => <RoomCell pool={row} />,
    },
    fromToColumn("max", "Max", "The greatest node-minute: one noisy minute"),
    fromToColumn("average", "Average", "Mean over the nodes and minutes: it hides hot nodes"),
    flagsColumn(),
  ];
}

/** Hot-node P95 before, after and its change, as numbers and drawn. */
export function p95Columns(): DataColumn<PoolOutcome>[] {
  return [
    {
      id: "before",
      header: "P95 before",
      width: 84,
      align: "right",
      meaning: "Hot-node P95 as it was measured",
      cell: (row) => <span className="text-ink-soft">{formatCpu(row.p95.before)}</span>,
    },
    {
      id: "after",
      header: "after",
      width: 80,
      align: "right",
      meaning: "Hot-node P95 as it is predicted, with the bounds that hold it in nine of ten cases",
      cell: (row) => <AfterCell after={row.p95.after} isStrong={isTouched(row)} />,
    },
    {
      id: "change",
      header: "Change",
      width: 84,
      align: "right",
      cell: (row) => <ChangeCell shift={row.p95} isTouched={isTouched(row)} />,
    },
    {
      id: "bar",
      header: "0 – 100 %",
      width: 168,
      meaning: "Hot-node P95: a ring before, a dot after with its interval, dotted the limit",
      cell: (row) => <ShiftBar shift={row.p95} limit={row.limit} />,
    },
  ];
}

function fromToColumn(measure: "max" | "average", header: string, meaning: string): DataColumn<PoolOutcome> {
  return {
    id: measure,
    header,
    width: 120,
    align: "right",
    meaning,
    cell: (row) => <FromToCell shift={row[measure]} isTouched={isTouched(row)} />,
  };
}

function isTouched({ role }: PoolOutcome): boolean {
  return role !== "untouched";
}

/** The pool with its role under it; a stamp that does not exist yet has no page. */
export function poolColumn<Row>(
  poolOf: (row: Row) => PoolOutcome,
  isPlanned: (pool: PoolOutcome) => boolean,
): DataColumn<Row> {
  return {
    id: "pool",
    header: "Pool",
    width: 184,
    isRowHeader: true,
    cell: (row) => {
      const pool = poolOf(row);
      const name = `${pool.stamp} ${pool.pool}`;
      return (
        <span className="block leading-tight">
          {isPlanned(pool) ? (
            <span className="block truncate font-medium" title={name}>
              {name}
            </span>
          ) : (
            <ScopedLink
              href={stampHref(pool.stamp, pool.pool)}
              className="name-link block truncate"
              title={name}
            >
              {name}
            </ScopedLink>
          )}
          <span className="block text-xs text-ink-soft">{ROLE_WORDS[pool.role]}</span>
        </span>
      );
    },
  };
}

function flagsColumn(): DataColumn<PoolOutcome> {
  return {
    id: "flags",
    header: "To mind",
    width: 172,
    meaning: "What has to be known beside the numbers; in sentences above",
    cell: (row) => {
      const flags = row.flags.map(flagLabel).join("; ");
      return (
        <span className="line-clamp-2 text-xs leading-tight whitespace-normal" title={flags}>
          {flags}
        </span>
      );
    },
  };
}

function StateShift({ row }: { row: PoolOutcome }) {
  if (row.role === "untouched" || row.stateBefore === row.stateAfter)
    return <StateBadge state={row.stateAfter} />;
  return (
    <span className="inline-flex items-center gap-1">
      <span title={row.stateBefore} className="inline-flex items-center">
        <StateShape state={row.stateBefore} />
        <span className="sr-only">{row.stateBefore}</span>
      </span>
      <span aria-hidden="true" className="text-ink-faint">
        →
      </span>
      <span className="sr-only">to</span>
      <StateBadge state={row.stateAfter} />
    </span>
  );
}
