"use client";

import { Check, Copy, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useMemo, useState } from "react";
import { toast } from "sonner";
import { type ApiTokenView, apiTokenSchema, createdTokenSchema } from "#lib/auth/apiToken.ts";
import { ROLES, type Role } from "#lib/auth/roles.ts";
import { formatAgo, formatUtcDateTime } from "#lib/charts/index.ts";
import { callApi } from "../../_components/callApi.ts";
import { Dialog } from "../../_components/overlay/Dialog.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { SelectBox } from "../../_components/SelectBox.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../_components/table/types.ts";

interface TokensPanelProps {
  readonly tokens: readonly ApiTokenView[];
  readonly now: number;
}

/** The credentials of people's browsers and of machines: who has which, made and taken back here. */
export function TokensPanel({ tokens, now }: TokensPanelProps) {
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
      {revoked !== null && <RevokeDialog token={revoked} now={now} onClose={() => setRevoked(null)} />}
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

interface RevokeDialogProps {
  readonly token: ApiTokenView;
  readonly now: number;
  readonly onClose: () => void;
}

function RevokeDialog({ token, now, onClose }: RevokeDialogProps) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const used =
    token.lastUsedAt === null ? "never used" : `last used ${formatAgo(Date.parse(token.lastUsedAt), now)}`;

  async function revoke() {
    const answer = await callApi(`/api/v1/tokens/${token.id}`, { method: "DELETE", schema: apiTokenSchema });
    if (!answer.ok) {
      setProblem(answer.error.message);
      return;
    }
    toast(`${token.name} is revoked.`);
    onClose();
    router.refresh();
  }

  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title={`Revoke ${token.name}`}>
      <p className="text-base">
        Whatever uses this {token.role} token ({used}) is refused from now on, and every browser signed in
        with it is signed out. That cannot be undone; a new token can be made in its place.
      </p>
      {problem !== null && (
        <p role="alert" className="mt-2 font-medium">
          {problem}
        </p>
      )}
      <div className="mt-4 flex justify-end gap-2">
        <button type="button" className="control" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="control control-primary" onClick={() => void revoke()}>
          Revoke
        </button>
      </div>
    </Dialog>
  );
}

const DAY_MS = 86_400_000;
const LIFETIMES = [
  { value: "", label: "never" },
  { value: "1", label: "after 1 day" },
  { value: "30", label: "after 30 days" },
  { value: "90", label: "after 90 days" },
  { value: "365", label: "after a year" },
];
const ROLE_WORDS: Readonly<Record<Role, string>> = {
  ingest: "ingest: send samples and signals, nothing else",
  viewer: "viewer: read everything",
  operator: "operator: inventory, drafts, starting phases, freezing",
  approver: "approver: also approve, and lift a freeze",
  admin: "admin: also tokens and settings",
};

function NewTokenDialog({ now, onClose }: { now: number; onClose: () => void }) {
  const router = useRouter();
  const nameId = useId();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [days, setDays] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [secret, setSecret] = useState<string | null>(null);

  async function make(event: FormEvent) {
    event.preventDefault();
    const body = {
      name: name.trim(),
      role,
      ...(days === "" ? {} : { expiresAt: now + Number(days) * DAY_MS }),
    };
    const answer = await callApi("/api/v1/tokens", { method: "POST", body, schema: createdTokenSchema });
    if (!answer.ok) setProblem(answer.error.message);
    else {
      setProblem(null);
      setSecret(answer.value.secret);
      router.refresh();
    }
  }

  if (secret !== null) return <ShownOnce name={name} secret={secret} onClose={onClose} />;
  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title="New token">
      <form onSubmit={make} className="flex flex-col gap-4">
        <label htmlFor={nameId} className="flex flex-col gap-1 text-ink-soft">
          Who or what will use it
          <input
            id={nameId}
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
            className="field"
            autoComplete="off"
          />
        </label>
        <SelectBox
          label="Role"
          showsLabel
          value={role}
          items={ROLES.map((one) => ({ value: one, label: ROLE_WORDS[one] }))}
          onChange={(next) => setRole(ROLES.find((one) => one === next) ?? "viewer")}
        />
        <SelectBox label="Ends" showsLabel value={days} items={LIFETIMES} onChange={setDays} />
        {problem !== null && (
          <p role="alert" className="font-medium">
            {problem}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <button type="button" className="control" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="control control-primary" disabled={name.trim() === ""}>
            Make the token
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function ShownOnce({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  const [isCopied, setIsCopied] = useState(false);
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`The token of ${name}`}
      description="Copy it now: it is shown only this once."
    >
      <p className="rounded-md border border-line bg-sunken p-3 font-mono text-sm break-all">{secret}</p>
      <div className="mt-4 flex justify-end gap-2">
        <button
          type="button"
          className="control"
          onClick={() => void navigator.clipboard.writeText(secret).then(() => setIsCopied(true))}
        >
          {isCopied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
          {isCopied ? "Copied" : "Copy"}
        </button>
        <button type="button" className="control control-primary" onClick={onClose}>
          Done
        </button>
      </div>
    </Dialog>
  );
}
