"use client";

import { useId } from "react";

interface LabelledFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isNumber?: boolean;
  readonly isRequired?: boolean;
  readonly placeholder?: string;
}

/** One line to type into, under its name. */
export function LabelledField({
  label,
  value,
  onChange,
  isNumber = false,
  isRequired = false,
  placeholder,
}: LabelledFieldProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="text-ink-soft">
        {label}
      </label>
      <input
        id={id}
        className="field"
        autoComplete="off"
        required={isRequired}
        value={value}
        placeholder={placeholder}
        inputMode={isNumber ? "decimal" : undefined}
        pattern={isNumber ? String.raw`\d+(\.\d+)?` : undefined}
        title={isNumber ? "a number" : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
