"use client";

import { X } from "lucide-react";
import { useQueryStates } from "nuqs";
import { type FormEvent, useId, useState } from "react";
import type { AuditNames } from "#lib/audit/index.ts";
import { SelectBox } from "../../_components/SelectBox.tsx";
import { useNavigation } from "../../_components/scope/NavigationPending.tsx";
import { EVERY_EVENT } from "./auditFilter.ts";
import { AUDIT_PARSERS } from "./auditParameters.ts";

/** Narrows the list. Each change is a step in the history and begins at the newest event again. */
export function AuditFilters({ names }: { names: AuditNames }) {
  const { startTransition } = useNavigation();
  const [parameters, setParameters] = useQueryStates(AUDIT_PARSERS, {
    history: "push",
    shallow: false,
    scroll: false,
    startTransition,
  });
  const { actor, action, thing, name, request, plan, stamp, q } = parameters;
  const set = (filter: Partial<typeof parameters>) =>
    void setParameters({ ...filter, before: null, event: null });
  return (
    <search className="flex flex-wrap items-center gap-2">
      <ExactField
        label="Who"
        placeholder="any"
        value={actor}
        suggestions={names.actors}
        onCommit={(next) => set({ actor: next })}
      />
      <SelectBox
        label="What"
        showsLabel
        value={action}
        items={itemsOf(names.actions, action)}
        onChange={(next) => set({ action: next })}
      />
      <SelectBox
        label="Kind of thing"
        showsLabel
        value={thing}
        items={itemsOf(names.things, thing)}
        onChange={(next) => set({ thing: next })}
      />
      <ExactField
        label="Its name"
        placeholder="any, in full"
        value={name}
        suggestions={[]}
        onCommit={(next) => set({ name: next })}
      />
      <ExactField
        label="Stamp"
        placeholder="any, in full"
        value={stamp}
        suggestions={[]}
        onCommit={(next) => set({ stamp: next })}
      />
      <ExactField
        label="Plan"
        placeholder="any, its number"
        value={plan}
        suggestions={[]}
        onCommit={(next) => set({ plan: next })}
      />
      <ExactField
        label="Words"
        placeholder="anywhere in it"
        value={q}
        suggestions={[]}
        onCommit={(next) => set({ q: next })}
      />
      {request !== "" && (
        <span className="control max-w-72 cursor-default">
          <span className="text-ink-soft">Request</span>
          <span className="truncate font-mono text-xs">{request}</span>
        </span>
      )}
      {[actor, action, thing, name, request, plan, stamp, q].some((text) => text !== "") && (
        <button type="button" className="control" onClick={() => set(EVERY_EVENT)}>
          <X size={14} aria-hidden="true" /> Clear
        </button>
      )}
    </search>
  );
}

function itemsOf(known: readonly string[], chosen: string) {
  // What a link names but lately has not happened is still shown as chosen.
  const values = chosen === "" || known.includes(chosen) ? known : [...known, chosen];
  return [{ value: "", label: "any" }, ...values.map((value) => ({ value, label: value }))];
}

interface ExactFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly suggestions: readonly string[];
  readonly onCommit: (value: string) => void;
}

/** A filter by what is written: asked when it is written, not at every letter of it. */
function ExactField({ label, placeholder, value, suggestions, onCommit }: ExactFieldProps) {
  const listId = useId();
  const [draft, setDraft] = useState(value);
  const [shown, setShown] = useState(value);
  // Takes on what the URL says when that changes by other means, such as going back.
  if (shown !== value) {
    setShown(value);
    setDraft(value);
  }
  const commit = () => draft.trim() !== value && onCommit(draft.trim());
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        commit();
      }}
    >
      <label className="control cursor-text gap-2 focus-within:border-accent">
        <span className="text-ink-soft">{label}</span>
        <input
          type="search"
          autoComplete="off"
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          placeholder={placeholder}
          list={suggestions.length > 0 ? listId : undefined}
          className="w-32 bg-transparent outline-none placeholder:text-ink-faint"
        />
      </label>
      {suggestions.length > 0 && (
        <datalist id={listId}>
          {suggestions.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </form>
  );
}
