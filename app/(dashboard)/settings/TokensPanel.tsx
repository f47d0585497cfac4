"use client";

import { Plus } from "lucide-react";
import { useMemo, useState } from "react";
import type { ApiTokenView } from "#lib/auth/apiToken.ts";
import { formatAgo, formatUtcDateTime } from "#lib/charts/index.ts";
import { Panel } from "../../_components/Panel.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import { NewTokenDialog } from "./NewTokenDialog.tsx";
import { RevokeTokenDialog } from "./RevokeTokenDialog.tsx";

interface TokensPanelProps {
  readonly tokens: readonly ApiTokenView[];
  /** The token that this browser is signed in with. */
  readonly ownTokenId: number;
  readonly now: number;
}

/** The credentials of people's browsers and of machines: who has which, made and taken back here. */
export function TokensPanel({ tokens, ownTokenId, now }: TokensPanelProps) {
  const [isMaking, setIsMaking] = useState(false);
  const [revoked, setRevoked] = useState<ApiTokenView | null>(null);
  const columns = useMemo(() => tokenColumns(now, setRevoked), [now]);
  const sorted = useMemo(
    () => [...tokens.filter(isUsable(now)), ...tokens.filter(isEnded(now))],
    [tokens, now],
  );
  return (
    <Panel
      title="Tokens"
      note="Stored as a hash: a secret is shown once, when it is made. The audit shows the name"
      controls={
        <button type="button" className="control" onClick={() => setIsMaking(true)}>
          <Plus size={14} aria-hidden="true" /> New token
        </button>
      }
      isFlush
    >
      <DataTable
        caption="Tokens, those in use first"
        columns={columns}
        rows={sorted}
        rowId={(row) => String(row.id)}
        emptyText="There are no tokens."
      />
      {isMaking && <NewTokenDialog now={now} onClose={() => setIsMaking(false)} />}
      {revoked !== null && (
        <RevokeTokenDialog
          token={revoked}
          isOwn={revoked.id === ownTokenId}
          now={now}
          onClose={() => setRevoked(null)}
        />
      )}
    </Panel>
  );
}

const isEnded = (now: number) => (token: ApiTokenView) =>
  token.revokedAt !== null || (token.expiresAt !== null && Date.parse(token.expiresAt) <= now);
const isUsable = (now: number) => (token: ApiTokenView) => !isEnded(now)(token);

function tokenColumns(now: number, onRevoke: (token: ApiTokenView) => void): DataColumn<ApiTokenView>[] {
  const moment = (iso: string) => formatUtcDateTime(Date.parse(iso), now);
  return [
    {
      id: "name",
      header: "Name",
      width: 180,
      isRowHeader: true,
      cell: (row) => <span className="font-medium">{row.name}</span>,
    },
    { id: "role", header: "Role", width: 90, cell: (row) => row.role },
    {
      id: "prefix",
      header: "Begins with",
      width: 130,
      cell: (row) => <span className="font-mono text-xs text-ink-soft">{row.prefix}…</span>,
    },
    {
      id: "made",
      header: "Made, UTC",
      width: 200,
      cell: (row) => (
        <>
          {moment(row.createdAt)} <span className="text-ink-soft">by {row.createdBy}</span>
        </>
      ),
    },
    {
      id: "used",
      header: "Last used",
      width: 100,
      cell: (row) => (row.lastUsedAt === null ? "never" : formatAgo(Date.parse(row.lastUsedAt), now)),
    },
    {
      id: "ends",
      header: "Ends, UTC",
      width: 160,
      cell: (row) => {
        if (row.revokedAt !== null)
          return <span className="text-ink-faint">revoked {moment(row.revokedAt)}</span>;
        if (row.expiresAt === null) return <span className="text-ink-soft">never</span>;
        const hasEnded = Date.parse(row.expiresAt) <= now;
        return (
          <span className={hasEnded ? "text-ink-faint" : ""}>
            {hasEnded ? "ended" : ""} {moment(row.expiresAt)}
          </span>
        );
      },
    },
    {
      id: "revoke",
      header: "Revoke",
      width: 96,
      cell: (row) =>
        isEnded(now)(row) ? null : (
          <button
            type="button"
            className="text-link"
            aria-label={`Revoke ${row.name}`}
            onClick={() => onRevoke(row)}
          >
            Revoke…
          </button>
        ),
    },
  ];
}
