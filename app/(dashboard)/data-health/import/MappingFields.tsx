"use client";

import { type ReactNode, useState } from "react";
import type { NameField, SourceOfName } from "#lib/imports/recipe.ts";
import type { Preview } from "#lib/imports/session/sessionBody.ts";
import { SelectBox } from "../../../_components/SelectBox.tsx";

/** A control, or two that belong together, beside its name. */
export function Field({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-ink-soft first-letter:uppercase">{label}</span>
      {children}
    </div>
  );
}

const NONE = "none";
const SAME = "same";

interface ColumnBoxProps {
  readonly label: string;
  readonly columns: Preview["columns"];
  readonly value: number | null;
  readonly mayBeNone?: boolean;
  readonly onChange: (column: number | null) => void;
}

/** One of the file's columns, with the first of its cells beside it. */
export function ColumnBox({ label, columns, value, mayBeNone = false, onChange }: ColumnBoxProps) {
  return (
    <SelectBox
      label={label}
      value={value === null ? NONE : String(value)}
      items={[
        ...(mayBeNone || value === null ? [{ value: NONE, label: "no column" }] : []),
        ...columnItems(columns),
      ]}
      onChange={(next) => onChange(next === NONE ? null : Number(next))}
    />
  );
}

/** More columns than anybody looks through are left out of the list. */
const MOST_LISTED = 200;

function columnItems(columns: Preview["columns"]) {
  return columns.slice(0, MOST_LISTED).map(({ name, samples }, at) => {
    const sample = samples[0] === undefined ? "" : ` (${samples[0].slice(0, 24)})`;
    return { value: String(at), label: `${name === "" ? `column ${at + 1}` : name.slice(0, 40)}${sample}` };
  });
}

interface NameSourceProps {
  readonly field: NameField;
  readonly columns: Preview["columns"];
  readonly source: SourceOfName | undefined;
  readonly onChange: (source: SourceOfName | undefined) => void;
}

/** Where a name comes from: a column, or the same word in every row. */
export function NameSource({ field, columns, source, onChange }: NameSourceProps) {
  const [isSame, setIsSame] = useState(source !== undefined && "value" in source);
  const shown = isSame ? SAME : source !== undefined && "column" in source ? String(source.column) : NONE;
  return (
    <Field label={field}>
      <SelectBox
        label={`Column of ${field}`}
        value={shown}
        items={[
          ...(shown === NONE ? [{ value: NONE, label: "no column" }] : []),
          ...columnItems(columns),
          { value: SAME, label: "the same in every row…" },
        ]}
        onChange={(next) => {
          setIsSame(next === SAME);
          onChange(next === SAME || next === NONE ? undefined : { column: Number(next) });
        }}
      />
      {isSame && (
        <TextBox
          label={`${field} of every row`}
          value={source !== undefined && "value" in source ? source.value : ""}
          placeholder={{ stamp: "wus-a", pool: "dataproxy", node: "n0", registry: "contoso" }[field]}
          onChange={(text) => onChange(text === "" ? undefined : { value: text })}
        />
      )}
    </Field>
  );
}

interface TextBoxProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  /** What is not good yet stays in the box, and changes nothing. */
  readonly isGood?: (text: string) => boolean;
  readonly onChange: (text: string) => void;
}

/** A line to type into; what it says holds when it is left, or Enter is pressed. */
export function TextBox({ label, value, placeholder, isGood = () => true, onChange }: TextBoxProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const text = (draft ?? value).trim();
  const isBad = text !== "" && !isGood(text);
  const settle = () => {
    if (draft === null || isBad) return;
    setDraft(null);
    if (text !== value) onChange(text);
  };
  return (
    <input
      aria-label={label}
      aria-invalid={isBad}
      className="field w-44"
      autoComplete="off"
      value={draft ?? value}
      placeholder={placeholder}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === "Enter") settle();
      }}
    />
  );
}
