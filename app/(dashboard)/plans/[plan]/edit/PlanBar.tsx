"use client";

import { Pencil, Plus, X } from "lucide-react";
import type { EditView } from "./editView.ts";
import { countMovesTo, type PlanDraft, removePlannedStamp } from "./planDraft.ts";
import { TypedField } from "./TypedField.tsx";
import { TypedTimeField } from "./TypedTimeField.tsx";

interface PlanBarProps {
  readonly view: EditView;
  readonly draft: PlanDraft;
  readonly change: (edit: (draft: PlanDraft) => PlanDraft, tag?: string) => void;
  /** Null = a new one. */
  readonly onStamp: (name: string | null) => void;
}

/** What holds of the plan as a whole: its name, start and limit, and the stamps that are to be made first. */
export function PlanBar({ view, draft, change, onStamp }: PlanBarProps) {
  return (
    <section aria-label="The plan" className="rounded-lg border border-line bg-surface px-3 py-2.5">
      <div className="flex flex-wrap items-start gap-x-5 gap-y-2">
        <TypedField
          label="Name"
          value={draft.name}
          width="w-64"
          onCommit={(text) => {
            if (text.trim() === "") return "A plan needs a name.";
            change((now) => ({ ...now, name: text.trim() }));
            return null;
          }}
        />
        <TypedTimeField
          label="Start"
          value={draft.startAt}
          placeholder="once approved"
          onCommit={(startAt) => change((now) => ({ ...now, startAt }))}
        />
        <TypedField
          label="Limit"
          value={draft.limitP95 === null ? "" : String(draft.limitP95)}
          placeholder="as set"
          unit="%"
          isNumber
          width="w-20"
          onCommit={(text) => {
            const limitP95 = text.trim() === "" ? null : Number(text.replace(",", "."));
            if (limitP95 !== null && !(limitP95 >= 0 && limitP95 <= 100)) return "A percentage, or nothing.";
            change((now) => ({ ...now, limitP95 }));
            return null;
          }}
        />
        <p className="pt-1 text-ink-soft">Cutovers begin {view.workHours}.</p>
      </div>
      <NewStamps draft={draft} change={change} onStamp={onStamp} />
    </section>
  );
}

function NewStamps({ draft, change, onStamp }: Omit<PlanBarProps, "view">) {
  return (
    <div className="flex flex-wrap items-center gap-2 pt-2">
      <span className="text-ink-soft">Made first:</span>
      {draft.newStamps.length === 0 && <span className="text-ink-faint">no new stamp</span>}
      {draft.newStamps.map((stamp) => (
        <span
          key={stamp.name}
          className="inline-flex items-center gap-1 rounded-md border border-line pl-2.5 text-sm"
        >
          <span className="font-medium">{stamp.name}</span>
          <span className="text-ink-soft">
            {stamp.kind}, {stamp.pools.map(({ name, instances }) => `${name} ${instances} nodes`).join(", ")}
          </span>
          <button
            type="button"
            className="control control-icon"
            aria-label={`Change ${stamp.name}`}
            onClick={() => onStamp(stamp.name)}
          >
            <Pencil size={13} aria-hidden="true" />
          </button>
          {countMovesTo(draft, stamp.name) === 0 && (
            <button
              type="button"
              className="control control-icon"
              aria-label={`Take ${stamp.name} away`}
              onClick={() => change((now) => removePlannedStamp(now, stamp.name))}
            >
              <X size={14} aria-hidden="true" />
            </button>
          )}
        </span>
      ))}
      <button type="button" className="control h-7" onClick={() => onStamp(null)}>
        <Plus size={14} aria-hidden="true" /> New stamp
      </button>
    </div>
  );
}
