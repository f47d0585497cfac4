"use client";

import { Check, Copy } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { createdTokenSchema } from "#lib/auth/apiToken.ts";
import { ROLES, type Role } from "#lib/auth/roles.ts";
import { callApi } from "../../_components/callApi.ts";
import { Dialog } from "../../_components/overlay/Dialog.tsx";
import { SelectBox } from "../../_components/SelectBox.tsx";

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

/** Makes a token and shows its secret, this once. */
export function NewTokenDialog({ now, onClose }: { now: number; onClose: () => void }) {
  const router = useRouter();
  const nameId = useId();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [days, setDays] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [isSending, setIsSending] = useState(false);

  async function make(event: FormEvent) {
    event.preventDefault();
    setIsSending(true);
    const body = {
      name: name.trim(),
      role,
      ...(days === "" ? {} : { expiresAt: now + Number(days) * DAY_MS }),
    };
    const answer = await callApi("/api/v1/tokens", { method: "POST", body, schema: createdTokenSchema });
    setIsSending(false);
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
          <button
            type="submit"
            className="control control-primary"
            disabled={name.trim() === "" || isSending}
          >
            {isSending ? "Making…" : "Make the token"}
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
