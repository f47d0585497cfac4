"use client";

import { Search, X } from "lucide-react";
import { SelectBox } from "../../_components/SelectBox.tsx";
import type { FleetState } from "./useFleetState.ts";

const STATES = [
  { value: "", label: "any" },
  { value: "over", label: "over its limit now" },
  { value: "critical", label: "critical" },
  { value: "hot", label: "hot" },
  { value: "warm", label: "warm" },
  { value: "normal", label: "normal" },
  { value: "cool", label: "cool" },
  { value: "unknown", label: "unknown" },
  { value: "stale", label: "stale" },
];

interface FleetFiltersProps {
  readonly state: FleetState;
  readonly kinds: readonly string[];
}

/** Narrows map and table alike. */
export function FleetFilters({ state, kinds }: FleetFiltersProps) {
  const isFiltered = state.kind !== "" || state.state !== "" || state.q !== "";
  return (
    <search className="flex flex-wrap items-center gap-2">
      <label className="relative">
        <span className="sr-only">Filter by stamp, pool, region or node</span>
        <Search size={14} aria-hidden="true" className="absolute top-[9px] left-2.5 text-ink-soft" />
        <input
          type="search"
          value={state.q}
          onChange={(event) => state.setQuery(event.target.value)}
          placeholder="Stamp, pool or node"
          className="field w-48 border-line pl-8"
        />
      </label>
      <SelectBox
        label="Kind"
        showsLabel
        value={state.kind}
        onChange={state.setKind}
        items={[{ value: "", label: "any" }, ...kinds.map((kind) => ({ value: kind, label: kind }))]}
      />
      <SelectBox label="State" showsLabel value={state.state} onChange={state.setState} items={STATES} />
      {isFiltered && (
        <button
          type="button"
          className="control"
          onClick={() => {
            state.setKind("");
            state.setState("");
            state.setQuery("");
          }}
        >
          <X size={14} aria-hidden="true" /> Clear
        </button>
      )}
    </search>
  );
}
