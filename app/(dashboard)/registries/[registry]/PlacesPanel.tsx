"use client";

import { formatCount, formatFixed, formatPoints, formatUtcWindow, NO_VALUE } from "#lib/charts/index.ts";
import { MINUTE_MS } from "#lib/core/index.ts";
import { Cpu } from "../../../_components/Cpu.tsx";
import { Panel } from "../../../_components/Panel.tsx";
import { StateBadge } from "../../../_components/StateBadge.tsx";
import { stampHref } from "../../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";
import { confidenceWords } from "../../contribution/describeContribution.ts";
import type { PlaceView, ReplicaView } from "./registryView.ts";

/** What the registry does in each pool it is on: one that matters in one and not in the other shows as such. */
export function PlacesPanel({ replica, now }: { replica: ReplicaView; now: number }) {
  const { window, homeStamp } = replica;
  const parameters = new URLSearchParams();
  if (window !== null) {
    parameters.set("from", new Date(window.fromMinute * MINUTE_MS).toISOString());
    parameters.set("to", new Date(window.toMinute * MINUTE_MS).toISOString());
  }
  const stamp = homeStamp ?? replica.places[0]?.stamp ?? "";
  return (
    <Panel
      title="What it does to each pool"
      note={window === null ? undefined : formatUtcWindow(window.fromMinute, window.toMinute, now)}
      csvHref={`/api/v1/stamps/${encodeURIComponent(stamp)}/contribution.csv?${parameters}`}
      explain={{
        measure: "Relief",
        definition:
          "How many points lower the pool’s hot-node P95 would be with this registry’s attributed CPU taken off every node-minute. Its rank is among all registries of the pool, by relief. What is attributed comes from the pool’s load model, with the registry’s own cost as far as its load tells one.",
        window: window === null ? "" : formatUtcWindow(window.fromMinute, window.toMinute, now),
        coverage: replica.notes.map(({ detail }) => detail).join(" ") || "The data of these hours are sound.",
      }}
      isFlush
    >
      <DataTable
        caption="Pools that the registry is on"
        columns={COLUMNS}
        rows={replica.places}
        rowId={(row) => `${row.stamp}/${row.pool}`}
        emptyText="It was in no pool in this time."
      />
    </Panel>
  );
}

const COLUMNS: readonly DataColumn<PlaceView>[] = [
  {
    id: "pool",
    header: "Pool",
    width: 176,
    isRowHeader: true,
    cell: (row) => (
      <span className="flex items-center gap-2">
        <ScopedLink href={stampHref(row.stamp, row.pool)} className="name-link">
          {row.stamp} {row.pool}
        </ScopedLink>
        {row.unboundMinutes > 0 && (
          <span
            className="rounded-sm border border-line-strong px-1 text-2xs text-ink-soft"
            title={`Had load here in ${formatCount(row.unboundMinutes)} minutes in which it was not at home here`}
          >
            unbound
          </span>
        )}
      </span>
    ),
  },
  { id: "state", header: "State", width: 92, cell: (row) => <StateBadge state={row.state} /> },
  {
    id: "p95",
    header: "Hot-node P95",
    width: 100,
    align: "right",
    cell: (row) => <Cpu percent={row.hotNodeP95} isStrong={(row.hotNodeP95 ?? 0) > row.limit} />,
  },
  {
    id: "relief",
    header: "Without it",
    width: 96,
    align: "right",
    meaning: "Change of the hot-node P95 with its load taken away",
    cell: (row) =>
      row.reliefPoints === null ? (
        <NotKnown />
      ) : (
        <span className="font-semibold">{formatPoints(-row.reliefPoints)}</span>
      ),
  },
  {
    id: "rank",
    header: "Rank",
    width: 84,
    align: "right",
    cell: (row) =>
      row.reliefPoints === null ? <NotKnown /> : `${formatCount(row.rank)} of ${formatCount(row.of)}`,
  },
  shareColumn("cpuShare", "CPU"),
  shareColumn("requestShare", "Requests"),
  shareColumn("byteShare", "Bytes"),
  shareColumn("hotBinShare", "When hot"),
  {
    id: "confidence",
    header: "Cost known from",
    width: 112,
    cell: (row) => <span className="text-ink-soft">{confidenceWords(row.confidence)}</span>,
  },
];

function shareColumn(
  field: "cpuShare" | "requestShare" | "byteShare" | "hotBinShare",
  header: string,
): DataColumn<PlaceView> {
  return {
    id: field,
    header,
    width: 80,
    align: "right",
    cell: (row) => {
      const share = row[field];
      return share === null ? <NotKnown /> : `${formatFixed(share * 100, 1)}\u00a0%`;
    },
  };
}

function NotKnown() {
  return <span className="text-ink-faint">{NO_VALUE}</span>;
}
