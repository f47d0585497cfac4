"use client";

import { formatFixed, formatPoints, formatUtcWindow, NO_VALUE } from "#lib/charts/index.ts";
import { Cpu } from "../../../_components/Cpu.tsx";
import { Panel } from "../../../_components/Panel.tsx";
import { stampHref } from "../../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";
import { explainRanking } from "../../contribution/explainContribution.ts";
import type { TenantRelief, TenantView } from "./tenantView.ts";

/** What the tenant does to each pool, all of its registries together. */
export function ReliefPanel({ view, csvHref }: { view: TenantView; csvHref: string }) {
  return (
    <Panel
      title="What it does to each pool, all its registries together"
      note={formatUtcWindow(view.window.fromMinute, view.window.toMinute, view.readMs)}
      explain={explainRanking(view)}
      csvHref={csvHref}
      isFlush
    >
      <DataTable
        caption="Pools that the tenant is on, the greatest relief first"
        columns={COLUMNS}
        rows={view.relief}
        rowId={(row) => `${row.stamp}/${row.pool}`}
        emptyText="It was on no stamp in this time."
      />
    </Panel>
  );
}

const COLUMNS: readonly DataColumn<TenantRelief>[] = [
  {
    id: "pool",
    header: "Pool",
    width: 176,
    isRowHeader: true,
    cell: (row) => (
      <ScopedLink href={stampHref(row.stamp, row.pool)} className="name-link">
        {row.stamp} {row.pool}
      </ScopedLink>
    ),
  },
  {
    id: "p95",
    header: "Hot-node P95",
    width: 104,
    align: "right",
    cell: (row) => <Cpu percent={row.hotNodeP95} />,
  },
  {
    id: "without",
    header: "Without it",
    width: 96,
    align: "right",
    cell: ({ hotNodeP95, reliefPoints }) => (
      <Cpu
        percent={hotNodeP95 === null || reliefPoints === null ? null : Math.max(0, hotNodeP95 - reliefPoints)}
      />
    ),
  },
  {
    id: "relief",
    header: "Relief",
    width: 96,
    align: "right",
    cell: ({ reliefPoints }) =>
      reliefPoints === null ? (
        <NotKnown />
      ) : (
        <span className="font-semibold">{formatPoints(-reliefPoints)}</span>
      ),
  },
  {
    id: "dominates",
    header: "Dominates",
    width: 200,
    meaning:
      "Its relief is at least the share of the pool’s hot-node P95 that is set (20 % unless changed): too much rests on one tenant",
    cell: ({ dominates, reliefPoints, hotNodeP95 }) => {
      if (dominates === null || reliefPoints === null || hotNodeP95 === null) return <NotKnown />;
      const part = `${formatFixed((100 * reliefPoints) / Math.max(0.1, hotNodeP95), 0)}\u00a0% of the P95`;
      return dominates ? (
        <strong className="font-semibold">yes, {part}</strong>
      ) : (
        <span className="text-ink-soft">no, {part}</span>
      );
    },
  },
  shareColumn("requestShare", "of its requests", "The tenant’s share of the pool’s requests"),
  shareColumn("byteShare", "of its bytes", "The tenant’s share of the pool’s bytes"),
];

function shareColumn(
  field: "requestShare" | "byteShare",
  header: string,
  meaning: string,
): DataColumn<TenantRelief> {
  return {
    id: field,
    header,
    width: 104,
    align: "right",
    meaning,
    cell: (row) => {
      const share = row[field];
      return share === null ? <NotKnown /> : `${formatFixed(100 * share, 1)}\u00a0%`;
    },
  };
}

function NotKnown() {
  return <span className="text-ink-faint">{NO_VALUE}</span>;
}
