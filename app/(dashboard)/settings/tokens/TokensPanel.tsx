"use client";

import { Plus } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import type { ApiTokenView } from "#lib/auth/apiToken.ts";
import { formatAgo, formatCount } from "#lib/charts/index.ts";
import { Choice } from "../../../_components/Choice.tsx";
import { Panel } from "../../../_components/Panel.tsx";
import { Time } from "../../../_components/Time.tsx";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";
import { SETTINGS_PARSERS } from "../settingsParameters.ts";
import { NewTokenDialog } from "./NewTokenDialog.tsx";
import { RevokeDialog } from "./RevokeDialog.tsx";
import { SignOutDialog } from "./SignOutDialog.tsx";
import { arrangeTokens, isLastAdmin, ROLE_WORDS, tokenState } from "./tokenView.ts";

interface TokensPanelProps {
  readonly tokens: readonly ApiTokenView[];
  /** The token that this browser is signed in with. */
  readonly ownTokenId: number | null;
  readonly ownName: string;
  /** What a token can be limited to. `isLimited`: who makes one is limited themselves, and it has to be. */
  readonly regions: readonly string[];
  readonly isLimited: boolean;
  readonly now: number;
}

/** Who and what may reach this fleet; a person signs in with a token, too. */
export function TokensPanel({ tokens, ownTokenId, ownName, regions, isLimited, now }: TokensPanelProps) {
  const [state, setState] = useQueryStates(SETTINGS_PARSERS, { history: "push", scroll: false });
  const [isMaking, setIsMaking] = useState(false);
  const [revoked, setRevoked] = useState<ApiTokenView | null>(null);
  const [signedOut, setSignedOut] = useState<ApiTokenView | null>(null);
  const arranged = useMemo(() => arrangeTokens(tokens, now), [tokens, now]);
  const usable = useMemo(
    () => arranged.filter((token) => tokenState(token, now) === "usable"),
    [arranged, now],
  );
  const columns = useMemo(
    () => tokenColumns(now, ownTokenId, { onRevoke: setRevoked, onSignOut: setSignedOut }),
    [now, ownTokenId],
  );
  return (
    <div id="tokens" className="scroll-mt-16">
      <Panel
        title="Tokens"
        note={`${formatCount(usable.length)} can be used, of ${formatCount(tokens.length)} there have been. The secret is shown once, when a token is made, and kept nowhere.`}
        controls={
          <>
            <Choice
              label="Which tokens"
              value={state.tokens}
              onChange={(next) => void setState({ tokens: next })}
              items={[
                { value: "usable", label: "Usable" },
                { value: "all", label: "All" },
              ]}
            />
            <button type="button" className="control control-primary" onClick={() => setIsMaking(true)}>
              <Plus size={14} aria-hidden="true" /> New token
            </button>
          </>
        }
        isFlush
      >
        <DataTable
          caption="Tokens with their role, last use and end"
          columns={columns}
          rows={state.tokens === "all" ? arranged : usable}
          rowId={(token) => String(token.id)}
          emptyText="No token can be used. Make one with New token."
        />
      </Panel>
      {isMaking && (
        <NewTokenDialog regions={regions} isLimited={isLimited} onClose={() => setIsMaking(false)} />
      )}
      {revoked !== null && (
        <RevokeDialog
          token={revoked}
          isOwn={revoked.id === ownTokenId}
          ownName={ownName}
          isLastAdmin={isLastAdmin(tokens, revoked, now)}
          onClose={() => setRevoked(null)}
        />
      )}
      {signedOut !== null && (
        <SignOutDialog
          token={signedOut}
          isOwn={signedOut.id === ownTokenId}
          onClose={() => setSignedOut(null)}
        />
      )}
    </div>
  );
}

function tokenColumns(
  now: number,
  ownTokenId: number | null,
  { onRevoke, onSignOut }: Record<"onRevoke" | "onSignOut", (token: ApiTokenView) => void>,
): DataColumn<ApiTokenView>[] {
  return [
    {
      id: "name",
      header: "Name",
      width: 160,
      isRowHeader: true,
      cell: (token) => (
        <span title={token.name}>
          <span className="font-medium">{token.name}</span>
          {token.id === ownTokenId && <span className="text-ink-soft"> (yours now)</span>}
        </span>
      ),
    },
    {
      id: "role",
      header: "Role",
      width: 80,
      cell: (token) => <span title={ROLE_WORDS[token.role]}>{token.role}</span>,
    },
    {
      id: "region",
      header: "Region",
      meaning: "All that it does is limited to it",
      width: 105,
      cell: (token) => token.region ?? <span className="text-ink-soft">whole fleet</span>,
    },
    {
      id: "prefix",
      header: "Begins with",
      width: 110,
      cell: (token) => <code className="font-mono text-xs">{token.prefix}…</code>,
    },
    {
      id: "used",
      header: "Last used",
      meaning: "To the minute",
      width: 95,
      cell: (token) =>
        token.lastUsedAt === null ? (
          <span className="text-ink-soft">never</span>
        ) : (
          <span title={`${token.lastUsedAt} UTC`}>{formatAgo(Date.parse(token.lastUsedAt), now)}</span>
        ),
    },
    {
      id: "ends",
      header: "Ends",
      width: 140,
      cell: (token) => <Ends token={token} now={now} />,
    },
    {
      id: "made",
      header: "Made",
      width: 160,
      cell: (token) => (
        <span className="text-ink-soft" title={`by ${token.createdBy}`}>
          <Time at={Date.parse(token.createdAt)} now={now} /> by {token.createdBy}
        </span>
      ),
    },
    {
      id: "browsers",
      header: "Browsers",
      meaning: "Those that signed in with it",
      width: 90,
      align: "right",
      cell: (token) =>
        tokenState(token, now) === "usable" &&
        token.role !== "ingest" && (
          <button
            type="button"
            className="control h-7"
            aria-label={`Sign out browsers of ${token.name}, ${token.prefix}`}
            onClick={() => onSignOut(token)}
          >
            Sign out
          </button>
        ),
    },
    {
      id: "revoke",
      header: "Revoke",
      width: 85,
      align: "right",
      cell: (token) =>
        token.revokedAt === null && (
          <button
            type="button"
            className="control h-7"
            aria-label={`Revoke ${token.name}, ${token.prefix}`}
            onClick={() => onRevoke(token)}
          >
            Revoke
          </button>
        ),
    },
  ];
}

function Ends({ token, now }: { token: ApiTokenView; now: number }) {
  const state = tokenState(token, now);
  if (state === "revoked")
    return (
      <span className="text-ink-soft">
        revoked <Time at={Date.parse(token.revokedAt ?? "")} now={now} />
      </span>
    );
  if (token.expiresAt === null) return <span className="text-ink-soft">when revoked</span>;
  return (
    <span className={state === "expired" ? "text-ink-soft" : ""}>
      {state === "expired" && "expired "}
      <Time at={Date.parse(token.expiresAt)} now={now} />
    </span>
  );
}
