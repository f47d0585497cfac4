"use client";

interface TextFieldProps {
  /** For screen readers: it stands in a row of its like. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly className?: string;
}

/** A text in a row of fields. */
export function TextField({ label, value, onChange, placeholder, className = "" }: TextFieldProps) {
  return (
    <input
      aria-label={label}
      title={label}
      value={value}
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
      className={`field min-w-0 font-mono ${className}`}
    />
  );
}
