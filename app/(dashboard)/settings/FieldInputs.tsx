"use client";

import { useId } from "react";
import type { SettingField, TypedValue } from "./settingFields.ts";
import { unitText } from "./settingWords.ts";

interface FieldInputsProps {
  readonly fields: readonly SettingField[];
  readonly typed: TypedValue;
  /** In words, by the field's name; "*" concerns them all. */
  readonly problems: Readonly<Record<string, string>>;
  readonly onChange: (name: string, text: string) => void;
}

/** The numbers of a setting, each with its unit, and what is wrong with it beneath it. */
export function FieldInputs({ fields, typed, problems, onChange }: FieldInputsProps) {
  const common = problems["*"];
  return (
    <div className="flex flex-col gap-1">
      <div className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4">
        {fields.map((field) => (
          <FieldInput
            key={field.name}
            field={field}
            text={typed[field.name] ?? ""}
            problem={problems[field.name] ?? null}
            isWrong={common !== undefined}
            onChange={(text) => onChange(field.name, text)}
          />
        ))}
      </div>
      {common !== undefined && (
        <p role="alert" className="font-medium">
          {common}
        </p>
      )}
    </div>
  );
}

interface FieldInputProps {
  readonly field: SettingField;
  readonly text: string;
  readonly problem: string | null;
  /** It is part of something that is wrong as a whole. */
  readonly isWrong: boolean;
  readonly onChange: (text: string) => void;
}

function FieldInput({ field, text, problem, isWrong, onChange }: FieldInputProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="block text-ink-soft first-letter:uppercase">
        {field.label}
      </label>
      <div className="flex items-center gap-2">
        <input
          id={id}
          inputMode={field.isWhole ? "numeric" : "decimal"}
          autoComplete="off"
          value={text}
          aria-invalid={problem !== null || isWrong}
          aria-describedby={`${id}-problem`}
          onChange={(event) => onChange(event.target.value)}
          className="field w-28 text-right aria-[invalid=true]:border-ink aria-[invalid=true]:shadow-[inset_0_0_0_1px_var(--ink)]"
        />
        <span className="text-ink-soft">{unitText(field.unit)}</span>
      </div>
      <p id={`${id}-problem`} role="alert" className="font-medium">
        {problem}
      </p>
    </div>
  );
}
