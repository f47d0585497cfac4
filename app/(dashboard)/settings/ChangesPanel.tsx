"use client";

import { useMemo } from "react";
import type { AuditRecord } from "#lib/audit/auditRecord.ts";
import { formatUtcDateTime } from "#lib/charts/index.ts";
import { isSettingKey } from "#lib/fleet/settings.ts";
import { Panel } from "../../_components/Panel.tsx";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import { formatSetting } from "./settingForms.ts";

/** Who changed which setting, when and why. */
export function ChangesPanel({ changes, now }: { changes: readonly AuditRecord[]; now: number }) {
  const columns = useMemo(() => changeColumns(now), [now]);
  return (
    <Panel
      title="Latest changes"
      note={
        <ScopedLink href="/audit?thing=setting" className="text-link">
          All changes of settings in the audit
        </ScopedLink>
      }
      csvHref="/api/v1/audit.csv?thing=setting"
      isFlush
    >
      <DataTable
        caption="Changes of settings, the newest first"
        columns={columns}
        rows={changes}
        rowId={(row) => row.id}
        emptyText="Nothing has been changed: every setting has its default."
      />
    </Panel>
  );
}

function changeColumns(now: number): DataColumn<AuditRecord>[] {
  return [
    {
      id: "at",
      header: "When, UTC",
      width: 110,
      cell: (row) => formatUtcDateTime(Date.parse(row.at), now),
    },
    { id: "actor", header: "Who", width: 120, cell: (row) => row.actor },
    {
      id: "name",
      header: "What",
      width: 220,
      isRowHeader: true,
      cell: (row) => <span className="font-medium">{row.thingName}</span>,
    },
    {
      id: "change",
      header: "From → to",
      width: 320,
      cell: (row) => {
        const text = changeText(row);
        return <span title={text}>{text}</span>;
      },
    },
    {
      id: "reason",
      header: "Why",
      width: 260,
      cell: (row) => (
        <span className="text-ink-soft" title={row.reason ?? undefined}>
          {row.reason ?? "no reason given"}
        </span>
      ),
    },
  ];
}

/** The name of a setting begins with its key: `limitP95 for dataproxy in westus`. */
function changeText(row: AuditRecord): string {
  const key = row.thingName.split(" ")[0] ?? "";
  if (!isSettingKey(key)) return "";
  const words = (value: unknown) => (value === null ? "not set" : formatSetting(key, value));
  return `${words(row.before)} → ${words(row.after)}`;
}
