"use client";

import { type KeyboardEvent, useId, useState } from "react";

interface TypedFieldProps {
  readonly label: string;
  /** The label stands there, and not only for screen readers. */
  readonly showsLabel?: boolean;
  readonly value: string;
  /** What is wrong with what was typed; null = nothing, and it holds from now on. */
  readonly onCommit: (text: string) => string | null;
  readonly placeholder?: string;
  readonly unit?: string;
  readonly isNumber?: boolean;
  readonly width: string;
}

/** A text that holds once it is done: on Enter, or when the field is left. Esc takes it back. */
export function TypedField(props: TypedFieldProps) {
  const { label, showsLabel = true, value, onCommit, placeholder, unit, isNumber = false, width } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const problemId = useId();

  function commit() {
    if (typed === null) return;
    if (typed === value) {
      setTyped(null);
      setProblem(null);
      return;
    }
    const wrong = onCommit(typed);
    setProblem(wrong);
    if (wrong === null) setTyped(null);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter") commit();
    if (event.key !== "Escape" || typed === null) return;
    event.stopPropagation();
    setTyped(null);
    setProblem(null);
  }

  return (
    <span className="inline-flex flex-col gap-0.5">
      <label className="inline-flex items-center gap-1.5">
        <span className={showsLabel ? "text-ink-soft" : "sr-only"}>{label}</span>
        <input
          value={typed ?? value}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={commit}
          onKeyDown={onKeyDown}
          placeholder={placeholder}
          inputMode={isNumber ? "decimal" : "text"}
          autoComplete="off"
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : problemId}
          className={`field h-7 px-2 ${width} ${isNumber ? "text-right" : ""} ${problem === null ? "border-line" : ""}`}
        />
        {unit !== undefined && <span className="text-ink-soft">{unit}</span>}
      </label>
      {problem !== null && (
        <span id={problemId} role="alert" className="text-xs font-medium">
          {problem}
        </span>
      )}
    </span>
  );
}
