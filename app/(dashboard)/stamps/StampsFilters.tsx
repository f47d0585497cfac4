"use client";

import { FilterBar } from "../../_components/FilterBar.tsx";
import { SelectBox } from "../../_components/SelectBox.tsx";
import { CONDITIONS, STAMP_KINDS } from "./stampsParameters.ts";
import type { StampsState } from "./useStampsState.ts";

const CONDITION_ITEMS = [
  { value: "", label: "any" },
  { value: "hot", label: "hot" },
  { value: "signal", label: "with an open signal" },
  { value: "cordoned", label: "cordoned" },
  { value: "in_deployment", label: "in deployment" },
  { value: "planned", label: "planned" },
];

/** Narrows the list. */
export function StampsFilters({ state }: { state: StampsState }) {
  return (
    <FilterBar
      label="Filter by stamp, region, pool or signal"
      placeholder="Stamp, pool or signal"
      query={state.q}
      onQueryChange={state.setQuery}
      isFiltered={state.kind !== "" || state.condition !== "" || state.q !== ""}
      onClear={state.clear}
    >
      <SelectBox
        label="Kind"
        showsLabel
        value={state.kind}
        onChange={(value) => state.setFilter({ kind: STAMP_KINDS.find((kind) => kind === value) ?? "" })}
        items={STAMP_KINDS.map((kind) => ({ value: kind, label: kind === "" ? "any" : kind }))}
      />
      <SelectBox
        label="Condition"
        showsLabel
        value={state.condition}
        onChange={(value) => state.setFilter({ condition: CONDITIONS.find((one) => one === value) ?? "" })}
        items={CONDITION_ITEMS}
      />
    </FilterBar>
  );
}
