"use client";

import { type FormEvent, useState } from "react";
import { Choice } from "../../_components/Choice.tsx";
import { Dialog } from "../../_components/overlay/Dialog.tsx";
import { DialogActions } from "../../_components/overlay/DialogActions.tsx";
import { draftOfStamp, type NewStampDraft, readNewStamp } from "./newStampDraft.ts";
import type { NewStamp } from "./scenario.ts";

interface NewStampDialogProps {
  /** What it begins with. */
  readonly stamp: NewStamp;
  /** Whether it is in the scenario already, and is being changed. */
  readonly isChange: boolean;
  /** Names that it cannot have. */
  readonly taken: ReadonlySet<string>;
  /** How many registries go there with it. */
  readonly willTake: string;
  /** Who makes it. */
  readonly description?: string;
  readonly onSave: (stamp: NewStamp) => void;
  readonly onClose: () => void;
}

const ONLY_SIMULATED = "It does not exist yet, and nothing makes it: it is there to be simulated.";

/** A stamp that does not exist yet: its kind, and the nodes of each pool. */
export function NewStampDialog(props: NewStampDialogProps) {
  const { stamp, isChange, taken, willTake, description = ONLY_SIMULATED, onSave, onClose } = props;
  const [draft, setDraft] = useState(() => draftOfStamp(stamp));
  const [problem, setProblem] = useState<string | null>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    const read = readNewStamp(draft, taken);
    if (read.ok) onSave(read.value);
    else setProblem(read.error);
  }

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={isChange ? `Change ${stamp.name}` : "A new stamp"}
      description={`${description} What a node of it idles at is taken from where most of its load comes from.`}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <label className="flex flex-col gap-1">
          <span className="text-ink-soft">Name</span>
          <input
            value={draft.name}
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
            className="field"
            autoComplete="off"
          />
        </label>
        <Choice
          label="Kind"
          value={draft.kind}
          onChange={(kind) => setDraft({ ...draft, kind })}
          items={[
            { value: "isolated", label: "Isolated" },
            { value: "shared", label: "Shared" },
          ]}
        />
        <PoolFields draft={draft} onChange={setDraft} />
        <DialogActions problem={problem} onCancel={onClose} confirm={isChange ? "Change it" : "Add it"}>
          <p className="text-ink-soft">{willTake}</p>
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface PoolFieldsProps {
  readonly draft: NewStampDraft;
  readonly onChange: (draft: NewStampDraft) => void;
}

function PoolFields({ draft, onChange }: PoolFieldsProps) {
  const change = (kind: string, part: Partial<NewStampDraft["pools"][number]>) =>
    onChange({
      ...draft,
      pools: draft.pools.map((pool) => (pool.kind === kind ? { ...pool, ...part } : pool)),
    });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_6rem_7rem] items-center gap-x-3 gap-y-2">
      <span className="text-xs text-ink-soft">Pool</span>
      <span className="text-xs text-ink-soft">Nodes</span>
      <span className="text-xs text-ink-soft">vCPUs per node</span>
      {draft.pools.map(({ kind, instances, vcpusPerNode }) => (
        <div key={kind} className="contents">
          <span className="truncate font-medium">{kind}</span>
          <input
            inputMode="numeric"
            aria-label={`Nodes of ${kind}`}
            value={instances}
            onChange={(event) => change(kind, { instances: event.target.value })}
            className="field text-right"
          />
          <input
            inputMode="numeric"
            aria-label={`vCPUs per node of ${kind}`}
            value={vcpusPerNode}
            placeholder="not known"
            onChange={(event) => change(kind, { vcpusPerNode: event.target.value })}
            className="field text-right"
          />
        </div>
      ))}
    </div>
  );
}
