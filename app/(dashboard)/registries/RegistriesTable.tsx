"use client";

import { useMemo } from "react";
import { formatBytes, formatCount, formatUtcDateTime, NO_VALUE } from "#lib/charts/index.ts";
import { registryHref, stampHref, tenantHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn, TableSort } from "../../_components/table/types.ts";
import type { ReplicaRow } from "./replicaRow.ts";

interface RegistriesTableProps {
  readonly rows: readonly ReplicaRow[];
  readonly now: number;
  readonly sort: TableSort;
  readonly onSortChange: (sort: TableSort) => void;
  readonly onOpen: (row: ReplicaRow) => void;
}

/** A row for each registry and region. */
export function RegistriesTable({ rows, now, sort, onSortChange, onOpen }: RegistriesTableProps) {
  const columns = useMemo(() => [...nameColumns(), ...loadColumns(), ...factColumns(now)], [now]);
  return (
    <DataTable
      caption="Registries by region, with their home and their load"
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      sort={sort}
      onSortChange={onSortChange}
      onOpen={onOpen}
      emptyText="No registry passes the filter. Clear a filter above to see more."
    />
  );
}

function nameColumns(): DataColumn<ReplicaRow>[] {
  return [
    {
      id: "registry",
      header: "Registry",
      width: 184,
      isRowHeader: true,
      sortValue: (row) => row.registry,
      cell: (row) => (
        <ScopedLink href={registryHref(row.registry)} className="name-link" title={row.registry}>
          {row.registry}
        </ScopedLink>
      ),
    },
    {
      id: "tenant",
      header: "Tenant",
      width: 144,
      sortValue: (row) => row.tenant,
      cell: (row) => <QuietLink href={tenantHref(row.tenant)} name={row.tenant} />,
    },
    {
      id: "stamp",
      header: "Home",
      width: 96,
      sortValue: (row) => row.homeStamp,
      cell: (row) => <QuietLink href={stampHref(row.homeStamp)} name={row.homeStamp} />,
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

function QuietLink({ href, name }: { href: string; name: string }) {
  return (
    <ScopedLink href={href} title={name} className="text-ink-soft hover:text-accent hover:underline">
      {name}
    </ScopedLink>
  );
}

function loadColumns(): DataColumn<ReplicaRow>[] {
  return [
    {
      id: "requests",
      header: "Requests/min",
      width: 104,
      align: "right",
      meaning: "Mean of the last hour, over all pools of its home",
      firstSort: "descending",
      sortValue: (row) => row.requestsPerMinute,
      cell: (row) => <Load value={row.requestsPerMinute} format={formatCount} />,
    },
    {
      id: "bytes",
      header: "Bytes/min",
      width: 96,
      align: "right",
      meaning: "Mean of the last hour, over all pools of its home",
      firstSort: "descending",
      sortValue: (row) => row.bytesPerMinute,
      cell: (row) => <Load value={row.bytesPerMinute} format={formatBytes} />,
    },
  ];
}

function Load({ value, format }: { value: number | null; format: (value: number) => string }) {
  if (value === null) return <span className="text-ink-faint">{NO_VALUE}</span>;
  return <span className={value === 0 ? "text-ink-faint" : ""}>{format(value)}</span>;
}

function factColumns(now: number): DataColumn<ReplicaRow>[] {
  return [
    {
      id: "constraints",
      header: "Constraints",
      width: 176,
      meaning: "What is said about moving it",
      sortValue: (row) => row.constraints || null,
      cell: (row) =>
        row.constraints === "" ? (
          <span className="text-ink-faint">none</span>
        ) : (
          <span title={row.constraints}>{row.constraints}</span>
        ),
    },
    {
      id: "bound",
      header: "At home since, UTC",
      width: 132,
      firstSort: "descending",
      sortValue: (row) => row.boundAtMs,
      cell: (row) => <span className="text-ink-soft">{formatUtcDateTime(row.boundAtMs, now)}</span>,
    },
    {
      id: "moved",
      header: "Last moved, UTC",
      width: 124,
      meaning: "A registry that was moved is left alone for a while",
      firstSort: "descending",
      sortValue: (row) => row.lastMovedAtMs,
      cell: (row) =>
        row.lastMovedAtMs === null ? (
          <span className="text-ink-faint">never</span>
        ) : (
          <span className="text-ink-soft">{formatUtcDateTime(row.lastMovedAtMs, now)}</span>
        ),
    },
  ];
}
