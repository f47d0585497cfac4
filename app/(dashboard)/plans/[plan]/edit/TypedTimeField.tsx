"use client";

import { TypedField } from "./TypedField.tsx";
import { readTypedTime, typedTime } from "./typedTime.ts";

interface TypedTimeFieldProps {
  readonly label: string;
  /** Null = none is set. */
  readonly value: string | null;
  /** What holds where none is set. */
  readonly placeholder: string;
  readonly onCommit: (iso: string | null) => void;
}

/** An instant that is typed, in UTC; an empty field takes it back. */
export function TypedTimeField({ label, value, placeholder, onCommit }: TypedTimeFieldProps) {
  return (
    <TypedField
      label={label}
      value={typedTime(value)}
      placeholder={placeholder}
      unit="UTC"
      width="w-40"
      onCommit={(text) => {
        const iso = readTypedTime(text);
        if (iso === undefined) return "Year-month-day hour:minute, as 2026-11-24 17:00.";
        onCommit(iso);
        return null;
      }}
    />
  );
}
