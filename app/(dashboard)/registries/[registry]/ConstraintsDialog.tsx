"use client";

import { Plus, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { z } from "zod";
import type { ReplicaConstraints } from "#lib/fleet/types.ts";
import { callApi } from "../../../_components/callApi.ts";
import { Dialog } from "../../../_components/overlay/Dialog.tsx";
import { DialogActions } from "../../../_components/overlay/DialogActions.tsx";
import {
  addFreeze,
  type ConstraintsDraft,
  draftOf,
  type FreezeDraft,
  readDraft,
} from "./constraintsDraft.ts";

interface ConstraintsDialogProps {
  readonly registry: string;
  readonly region: string;
  readonly constraints: ReplicaConstraints;
  readonly onClose: () => void;
}

/** What is said about moving a registry in one region: changed through the inventory, and kept in the audit. */
export function ConstraintsDialog({ registry, region, constraints, onClose }: ConstraintsDialogProps) {
  const router = useRouter();
  const [draft, setDraft] = useState(() => draftOf(constraints));
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setIsSending] = useState(false);
  const change = (part: Partial<ConstraintsDraft>) => setDraft({ ...draft, ...part });

  async function submit(event: FormEvent) {
    event.preventDefault();
    const read = readDraft(draft);
    if (!read.ok) {
      setProblem(read.error);
      return;
    }
    setIsSending(true);
    const body = { registries: [{ name: registry, replicas: [{ region, constraints: read.value }] }] };
    const answer = await callApi("/api/v1/inventory", { method: "PUT", body, schema: z.unknown() });
    setIsSending(false);
    if (!answer.ok) {
      setProblem(answer.error.message);
      return;
    }
    onClose();
    router.refresh();
  }

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Constraints of ${registry} in ${region}`}
      description="Plans keep to them. Changing them moves nothing, can be undone, and is kept in the audit."
      width="wide"
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <CheckBox
          label="Pinned: it stays on its stamp"
          isChecked={draft.pinned}
          onChange={(pinned) => change({ pinned })}
        />
        <CheckBox
          label="Excluded: plans do not consider it at all"
          isChecked={draft.excluded}
          onChange={(excluded) => change({ excluded })}
        />
        <fieldset className="flex flex-col gap-2">
          <legend className="pb-1 text-ink-soft">
            Freezes: spans of time, UTC, in which it must not move
          </legend>
          {draft.freezes.map((freeze, index) => (
            <FreezeRow
              key={freeze.key}
              number={index + 1}
              freeze={freeze}
              onChange={(next) =>
                change({ freezes: draft.freezes.map((one) => (one.key === next.key ? next : one)) })
              }
              onRemove={() => change({ freezes: draft.freezes.filter(({ key }) => key !== freeze.key) })}
            />
          ))}
          <button type="button" className="control self-start" onClick={() => setDraft(addFreeze(draft))}>
            <Plus size={14} aria-hidden="true" /> Add a freeze
          </button>
        </fieldset>
        <label className="flex flex-col gap-1">
          <span className="text-ink-soft">Tenants it must not share a stamp with, parted by commas</span>
          <input
            value={draft.apart}
            onChange={(event) => change({ apart: event.target.value })}
            className="field"
            placeholder="none"
          />
        </label>
        <DialogActions
          problem={problem}
          onCancel={onClose}
          confirm="Save constraints"
          sending={isSending && "Saving…"}
        />
      </form>
    </Dialog>
  );
}

interface CheckBoxProps {
  readonly label: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

function CheckBox({ label, isChecked, onChange }: CheckBoxProps) {
  return (
    <label className="flex items-center gap-2">
      <input
        type="checkbox"
        checked={isChecked}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4 accent-accent"
      />
      {label}
    </label>
  );
}

interface FreezeRowProps {
  readonly number: number;
  readonly freeze: FreezeDraft;
  readonly onChange: (next: FreezeDraft) => void;
  readonly onRemove: () => void;
}

function FreezeRow({ number, freeze, onChange, onRemove }: FreezeRowProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_2rem] items-center gap-2 sm:grid-cols-[190px_190px_minmax(0,1fr)_2rem]">
      <input
        type="datetime-local"
        aria-label={`Freeze ${number} from, UTC`}
        value={freeze.from}
        onChange={(event) => onChange({ ...freeze, from: event.target.value })}
        className="field"
      />
      <input
        type="datetime-local"
        aria-label={`Freeze ${number} to, UTC`}
        value={freeze.to}
        onChange={(event) => onChange({ ...freeze, to: event.target.value })}
        className="field max-sm:col-start-1"
      />
      <input
        aria-label={`Freeze ${number}: why`}
        value={freeze.why}
        onChange={(event) => onChange({ ...freeze, why: event.target.value })}
        className="field max-sm:col-start-1"
        placeholder="Why"
      />
      <button
        type="button"
        className="control control-icon max-sm:col-start-2 max-sm:row-start-1"
        aria-label={`Remove freeze ${number}`}
        onClick={onRemove}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
