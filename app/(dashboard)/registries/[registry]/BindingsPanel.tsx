"use client";

import { useMemo } from "react";
import { formatCount, formatDuration, formatUtcDateTime } from "#lib/charts/index.ts";
import type { BindingInterval } from "#lib/fleet/types.ts";
import { Panel } from "../../../_components/Panel.tsx";
import { stampHref } from "../../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";
import type { RegistryView } from "./registryView.ts";

/** Every home it has had, the latest first. */
export function BindingsPanel({ view }: { view: RegistryView }) {
  const columns = useMemo(() => bindingColumns(view.readMs), [view.readMs]);
  const latestFirst = useMemo(
    () => view.bindings.toSorted((one, other) => (one.boundAt < other.boundAt ? 1 : -1)),
    [view.bindings],
  );
  return (
    <Panel
      title="Homes"
      note={`${formatCount(view.bindings.length)}, the latest first`}
      csvHref={`/api/v1/registries/${encodeURIComponent(view.name)}/bindings.csv`}
      isFlush
    >
      <DataTable
        caption="Homes, the latest first"
        columns={columns}
        rows={latestFirst}
        rowId={(row) => `${row.region} ${row.stamp} ${row.boundAt}`}
        emptyText="It has never had a home."
      />
    </Panel>
  );
}

function bindingColumns(now: number): DataColumn<BindingInterval>[] {
  return [
    {
      id: "stamp",
      header: "Stamp",
      width: 120,
      isRowHeader: true,
      cell: (row) => (
        <ScopedLink href={stampHref(row.stamp)} className="name-link">
          {row.stamp}
        </ScopedLink>
      ),
    },
    {
      id: "region",
      header: "Region",
      width: 100,
      cell: (row) => <span className="text-ink-soft">{row.region}</span>,
    },
    {
      id: "from",
      header: "From, UTC",
      width: 132,
      cell: (row) => formatUtcDateTime(Date.parse(row.boundAt), now),
    },
    {
      id: "to",
      header: "To, UTC",
      width: 132,
      cell: (row) =>
        row.unboundAt === null ? (
          <span className="font-semibold">still</span>
        ) : (
          formatUtcDateTime(Date.parse(row.unboundAt), now)
        ),
    },
    {
      id: "for",
      header: "For",
      width: 96,
      align: "right",
      cell: (row) => {
        const end = row.unboundAt === null ? now : Date.parse(row.unboundAt);
        return formatDuration((end - Date.parse(row.boundAt)) / 1_000);
      },
    },
    {
      id: "source",
      header: "By",
      width: 140,
      cell: (row) => <span className="text-ink-soft">{row.source}</span>,
    },
  ];
}
