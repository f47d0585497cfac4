"use client";

import { type ComponentProps, useId } from "react";

interface TextFieldProps extends Omit<ComponentProps<"input">, "className" | "id"> {
  readonly label: string;
  /** What may be said under the field. */
  readonly hint?: string;
  readonly isCode?: boolean;
}

/** A field of a form with its label above. */
export function TextField({ label, hint, isCode = false, ...input }: TextFieldProps) {
  const id = useId();
  const hintId = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        {...input}
        id={id}
        autoCapitalize="off"
        spellCheck={false}
        aria-describedby={hint === undefined ? undefined : hintId}
        className={`field h-9 ${isCode ? "font-mono" : ""}`}
      />
      {hint !== undefined && (
        <p id={hintId} className="text-xs text-ink-soft">
          {hint}
        </p>
      )}
    </div>
  );
}

/** What was typed into a field of a form. */
export function typedInto(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === "string" ? value : "";
}
