"use client";

import { FilterBar } from "../../_components/FilterBar.tsx";
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
  return (
    <FilterBar
      label="Filter by stamp, pool, region or node"
      placeholder="Stamp, pool or node"
      query={state.q}
      onQueryChange={state.setQuery}
      isFiltered={state.kind !== "" || state.state !== "" || state.q !== ""}
      onClear={() => {
        state.setKind("");
        state.setState("");
        state.setQuery("");
      }}
    >
      <SelectBox
        label="Kind"
        showsLabel
        value={state.kind}
        onChange={state.setKind}
        items={[{ value: "", label: "any" }, ...kinds.map((kind) => ({ value: kind, label: kind }))]}
      />
      <SelectBox label="State" showsLabel value={state.state} onChange={state.setState} items={STATES} />
    </FilterBar>
  );
}
