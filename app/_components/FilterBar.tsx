"use client";

import { Search, X } from "lucide-react";
import type { ReactNode } from "react";

interface FilterBarProps {
  /** What a search looks through, said to those who do not see the field's placeholder. */
  readonly label: string;
  readonly placeholder: string;
  readonly query: string;
  readonly onQueryChange: (query: string) => void;
  /** Anything that narrows is set: offers to clear it. */
  readonly isFiltered: boolean;
  readonly onClear: () => void;
  /** Choices beside the search field. */
  readonly children?: ReactNode;
}

/** The line above a list that narrows it. */
export function FilterBar(props: FilterBarProps) {
  const { label, placeholder, query, onQueryChange, isFiltered, onClear, children } = props;
  return (
    <search className="flex flex-wrap items-center gap-2">
      <label className="relative">
        <span className="sr-only">{label}</span>
        <Search size={14} aria-hidden="true" className="absolute top-[9px] left-2.5 text-ink-soft" />
        <input
          type="search"
          value={query}
          onChange={(event) => onQueryChange(event.target.value)}
          placeholder={placeholder}
          className="field w-52 border-line pl-8"
        />
      </label>
      {children}
      {isFiltered && (
        <button type="button" className="control" onClick={onClear}>
          <X size={14} aria-hidden="true" /> Clear
        </button>
      )}
    </search>
  );
}
