"use client";

import { useMemo } from "react";
import { formatCount, formatCpu, formatDuration, NO_VALUE } from "#lib/charts/index.ts";
import { MINUTE_MS } from "#lib/core/index.ts";
import { Cpu } from "../../_components/Cpu.tsx";
import { StateShape } from "../../_components/StateBadge.tsx";
import { stampHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn, TableSort } from "../../_components/table/types.ts";
import { draftHref } from "../plans/new/newPlanParameters.ts";
import { columnKinds } from "./arrangeStamps.ts";
import { describeReasons, joinWords, signalWords } from "./describeReasons.ts";
import { cellOfKind, type StampPoolCell, type StampRow } from "./stampRow.ts";

interface StampsTableProps {
  readonly rows: readonly StampRow[];
  /** Every stamp of the scope, so that a filter does not change the columns. */
  readonly all: readonly StampRow[];
  readonly now: number;
  readonly sort: TableSort;
  readonly onSortChange: (sort: TableSort) => void;
  readonly onOpen: (row: StampRow) => void;
}

/** More kinds than these share a last column. */
const KIND_COLUMNS = 4;

/** Every stamp, a row each. */
export function StampsTable({ rows, all, now, sort, onSortChange, onOpen }: StampsTableProps) {
  const columns = useMemo(() => stampColumns(columnKinds(all, KIND_COLUMNS), now), [all, now]);
  return (
    <DataTable
      caption="Stamps with the state of each of their pools"
      columns={columns}
      rows={rows}
      rowId={(row) => row.name}
      sort={sort}
      onSortChange={onSortChange}
      onOpen={onOpen}
      emptyText="No stamp passes the filter. Clear a filter above to see more."
    />
  );
}

function stampColumns(kinds: readonly string[], now: number): DataColumn<StampRow>[] {
  return [
    {
      id: "name",
      header: "Stamp",
      width: 104,
      isRowHeader: true,
      sortValue: (row) => row.name,
      cell: (row) => (
        <ScopedLink href={stampHref(row.name)} className="name-link">
          {row.name}
        </ScopedLink>
      ),
    },
    {
      id: "heat",
      header: "Why it is hot",
      width: 272,
      meaning:
        "A pool over its limit, or an open signal of high severity. Sorts hot stamps first, then by P95",
      firstSort: "descending",
      sortValue: heatRank,
      cell: (row) => <Reasons row={row} />,
    },
    ...kinds.map((kind) => kindColumn(kind)),
    overColumn(now),
    signalColumn(),
    ...factColumns(),
  ];
}

/** Hot stamps stand over those that are not, whatever their limits are; within, the greatest P95 decides. */
function heatRank(row: StampRow): number | null {
  if (row.reasons.length === 0) return row.heat;
  return 1_000 + (row.heat ?? 0);
}

function Reasons({ row }: { row: StampRow }) {
  if (row.reasons.length > 0) {
    const text = describeReasons(row.reasons);
    return <span title={text}>{text}</span>;
  }
  const unknown = row.pools.filter(({ state }) => state === "unknown");
  if (row.planned && row.heat === null) return <span className="text-ink-faint">does not exist yet</span>;
  if (unknown.length > 0) {
    const names = joinWords(unknown.map(({ pool }) => pool));
    return <span className="text-ink-soft">not known: {names} without sound data</span>;
  }
  return <span className="text-ink-faint">not hot</span>;
}

function kindColumn(kind: string): DataColumn<StampRow> {
  return {
    id: `kind ${kind}`,
    header: `${kind}: P95, now`,
    width: 144,
    align: "right",
    meaning: `Hot-node P95 of the ${kind} pool, and the mean of its hottest node over the last 5 minutes`,
    firstSort: "descending",
    sortValue: (row) => cellOfKind(row, kind)?.hotNodeP95 ?? null,
    cell: (row) => {
      const cell = cellOfKind(row, kind);
      if (cell === null) return <span className="text-ink-faint">no such pool</span>;
      return <PoolCell stamp={row.name} cell={cell} />;
    },
  };
}

/** State, P95 and now of a pool; the whole is a link to it. */
function PoolCell({ stamp, cell }: { stamp: string; cell: StampPoolCell }) {
  const isOver = cell.hotNodeP95 !== null && cell.hotNodeP95 > cell.limit;
  return (
    <ScopedLink
      href={stampHref(stamp, cell.pool)}
      className="relative inline-flex items-center gap-1.5 hover:underline hover:underline-offset-2"
      title={`${cell.pool}: ${cell.isStale ? "stale" : cell.state}, limit ${cell.limit} %`}
    >
      <span className="sr-only">{cell.isStale ? "stale" : cell.state}</span>
      <StateShape state={cell.state} size={10} />
      <span className={isOver ? "font-semibold" : ""}>
        <Cpu percent={cell.hotNodeP95} />
      </span>
      <span className="w-14 text-ink-soft">{formatCpu(cell.hot5m)}</span>
    </ScopedLink>
  );
}

function overColumn(now: number): DataColumn<StampRow> {
  const overSince = (row: StampRow) =>
    row.pools.reduce<number | null>((first, cell) => {
      if (cell.overSince === null) return first;
      return Math.min(first ?? cell.overSince, cell.overSince);
    }, null);
  const overSeconds = (row: StampRow) => {
    const since = overSince(row);
    return since === null ? null : (now - since * MINUTE_MS) / 1_000;
  };
  return {
    id: "over",
    header: "Over for",
    width: 92,
    align: "right",
    meaning: "How long a pool of it has been over its limit without a break, until now",
    firstSort: "descending",
    sortValue: overSeconds,
    cell: (row) => {
      const seconds = overSeconds(row);
      return seconds === null ? (
        <span className="text-ink-faint">{NO_VALUE}</span>
      ) : (
        <span className="font-semibold">{formatDuration(seconds)}</span>
      );
    },
  };
}

const SEVERITY_RANKS = { low: 1, medium: 2, high: 3, critical: 4 } as const;

function signalColumn(): DataColumn<StampRow> {
  return {
    id: "signals",
    header: "Open signals",
    width: 148,
    meaning: "Signals that have not ended, the worst named",
    firstSort: "descending",
    sortValue: (row) => {
      const worst = row.signals[0];
      return worst === undefined ? null : SEVERITY_RANKS[worst.severity] * 1_000 + row.signals.length;
    },
    cell: ({ signals }) => {
      const worst = signals[0];
      if (worst === undefined) return <span className="text-ink-faint">none</span>;
      const rest = signals.length > 1 ? ` and ${signals.length - 1} more` : "";
      return (
        <span className={SEVERITY_RANKS[worst.severity] >= 3 ? "font-semibold" : ""}>
          {signalWords(worst.kind)}, {worst.severity}
          {rest}
        </span>
      );
    },
  };
}

function factColumns(): DataColumn<StampRow>[] {
  return [
    {
      id: "draft",
      header: "",
      width: 100,
      cell: ({ name, region, reasons }) =>
        reasons.length === 0 ? null : (
          <ScopedLink
            href={draftHref(name, region)}
            className="text-link"
            aria-label={`Draft a plan for ${name}`}
          >
            Draft a plan
          </ScopedLink>
        ),
    },
    {
      id: "condition",
      header: "Kind and condition",
      width: 152,
      meaning: "Shared or isolated; cordoned, in deployment or planned",
      sortValue: (row) => conditionWords(row),
      cell: (row) => <span className="text-ink-soft">{conditionWords(row)}</span>,
    },
    {
      id: "replicas",
      header: "Registries",
      width: 76,
      align: "right",
      meaning: "Registries whose home it is now",
      firstSort: "descending",
      sortValue: (row) => row.replicas,
      cell: (row) => formatCount(row.replicas),
    },
    {
      id: "region",
      header: "Region",
      width: 96,
      sortValue: (row) => row.region,
      cell: (row) => <span className="text-ink-soft">{row.region}</span>,
    },
  ];
}

/** `shared, cordoned` */
export function conditionWords(row: {
  readonly kind: string;
  readonly cordoned: boolean;
  readonly inDeployment: boolean;
  readonly planned: boolean;
}): string {
  return [row.kind, row.cordoned && "cordoned", row.inDeployment && "in deployment", row.planned && "planned"]
    .filter(Boolean)
    .join(", ");
}
