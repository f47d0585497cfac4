"use client";

import { useMemo } from "react";
import {
  formatCount,
  formatCpu,
  formatShare,
  formatUtcDateTime,
  formatUtcWindow,
  NO_VALUE,
} from "#lib/charts/index.ts";
import { MINUTE_MS } from "#lib/core/index.ts";
import { Panel } from "../../../_components/Panel.tsx";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";
import { explainHottest } from "./explainStamp.ts";
import { nodeId } from "./nodeId.ts";
import type { NodeRow } from "./nodeRows.ts";
import { poolCsvHref } from "./seriesHref.ts";
import type { PoolView, StampView } from "./stampView.ts";
import { useStampState } from "./useStampState.ts";

interface HottestPanelProps {
  readonly pool: PoolView;
  readonly view: StampView;
}

/** Which node is the hottest how often, with every node's own numbers. */
export function HottestPanel({ pool, view }: HottestPanelProps) {
  const state = useStampState();
  const columns = useMemo(() => hottestColumns(pool, view.readMs), [pool, view.readMs]);
  const window = pool.measures.window;
  return (
    <Panel
      title={`${pool.pool}: hottest how often`}
      note={formatUtcWindow(window.fromMinute, window.toMinute, view.readMs)}
      isFlush
      explain={explainHottest(pool, view.readMs)}
      csvHref={poolCsvHref(pool, "series", window)}
    >
      <div className="[&>section]:max-h-[390px] [&>section]:overflow-auto">
        <DataTable
          caption={`Nodes of ${pool.pool} by how often they are the hottest`}
          columns={columns}
          rows={pool.nodes}
          rowId={(row) => nodeId(pool, row.name)}
          selectedId={state.selected}
          onSelect={(id) => state.setSelected(id === state.selected ? null : id)}
          emptyText="No node had data in this window."
          rowHeight={28}
        />
      </div>
    </Panel>
  );
}

function hottestColumns(pool: PoolView, now: number): DataColumn<NodeRow>[] {
  const most = pool.nodes[0]?.hottestShare ?? 1;
  const latest = Math.max(...pool.nodes.map(({ lastMinute }) => lastMinute ?? 0));
  return [
    {
      id: "name",
      header: "Node",
      width: 76,
      isRowHeader: true,
      cell: (row) => (
        <span
          className={`font-mono text-xs ${row.name === pool.sickNode?.name ? "font-semibold" : ""}`}
          title={goneTitle(row, latest, now)}
        >
          {row.name}
          {isGone(row, latest) && <span className="font-sans text-2xs text-ink-soft"> gone</span>}
        </span>
      ),
    },
    {
      id: "share",
      header: "Hottest in",
      width: 112,
      meaning: "Share of the minutes with data in which it was the hottest of its pool",
      cell: (row) => <ShareBar share={row.hottestShare} most={most} minutes={row.hottestMinutes} />,
    },
    {
      id: "p95",
      header: "P95",
      width: 64,
      align: "right",
      meaning: "95th percentile of this node’s own minutes",
      cell: (row) => formatCpu(row.p95),
    },
    { id: "max", header: "Max", width: 64, align: "right", cell: (row) => formatCpu(row.max) },
    { id: "average", header: "Average", width: 80, align: "right", cell: (row) => formatCpu(row.average) },
  ];
}

/** A node whose last sample is over 15 minutes older than the pool's. */
function isGone(row: NodeRow, latest: number): boolean {
  return row.lastMinute !== null && latest - row.lastMinute > 15;
}

function goneTitle(row: NodeRow, latest: number, now: number): string | undefined {
  if (row.lastMinute === null || !isGone(row, latest)) return undefined;
  return `Last sample at ${formatUtcDateTime(row.lastMinute * MINUTE_MS, now)} UTC: scaled in, or lost`;
}

function ShareBar({ share, most, minutes }: { share: number; most: number; minutes: number }) {
  return (
    <span className="flex items-center gap-2" title={`${formatCount(minutes)} minutes`}>
      <span aria-hidden="true" className="h-2 flex-1">
        <span
          className="block h-full rounded-r-sm bg-accent"
          style={{ width: `${most > 0 ? (share / most) * 100 : 0}%` }}
        />
      </span>
      <span className="w-10 text-right">{share === 0 ? NO_VALUE : formatShare(share)}</span>
    </span>
  );
}
