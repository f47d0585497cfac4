"use client";

import { Search, X } from "lucide-react";
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
  const isFiltered = state.kind !== "" || state.condition !== "" || state.q !== "";
  return (
    <search className="flex flex-wrap items-center gap-2">
      <label className="relative">
        <span className="sr-only">Filter by stamp, region, pool or signal</span>
        <Search size={14} aria-hidden="true" className="absolute top-[9px] left-2.5 text-ink-soft" />
        <input
          type="search"
          value={state.q}
          onChange={(event) => state.setQuery(event.target.value)}
          placeholder="Stamp, pool or signal"
          className="field w-48 border-line pl-8"
        />
      </label>
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
      {isFiltered && (
        <button type="button" className="control" onClick={state.clear}>
          <X size={14} aria-hidden="true" /> Clear
        </button>
      )}
    </search>
  );
}
