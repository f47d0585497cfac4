"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useDeferredValue, useMemo } from "react";
import { formatCount, formatUtcWindow } from "#lib/charts/index.ts";
import type { MinuteWindow } from "#lib/core/index.ts";
import { FilterBar } from "../../_components/FilterBar.tsx";
import { PageHeading } from "../../_components/PageHeading.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { SelectBox } from "../../_components/SelectBox.tsx";
import { registryHref } from "../../_components/scope/hrefs.ts";
import { carryScope } from "../../_components/scope/scope.ts";
import { type Columns, toRows } from "../../_components/table/columnar.ts";
import { RegistriesTable } from "./RegistriesTable.tsx";
import { filterReplicas, REPLICA_CONDITIONS, type ReplicaRow } from "./replicaRow.ts";
import { type RegistriesState, useRegistriesState } from "./useRegistriesState.ts";

export interface RegistriesView {
  readonly rows: Columns<ReplicaRow>;
  /** What the load is the mean of; null = it was not read. */
  readonly loadWindow: MinuteWindow | null;
  readonly readMs: number;
  /** There are more than these, which are the first by name. */
  readonly isCut: boolean;
}

/** Every registry by region: where it lives, what it asks for, what keeps it there. */
export function RegistriesScreen({ view }: { view: RegistriesView }) {
  const state = useRegistriesState();
  const router = useRouter();
  const current = useSearchParams();
  const rows = useMemo(() => toRows(view.rows), [view.rows]);
  // Typing stays quick; the table follows when there is time.
  const q = useDeferredValue(state.q);
  const { condition } = state;
  const shown = useMemo(() => filterReplicas(rows, { q, condition }), [rows, q, condition]);
  const region = current.get("region") ?? "";
  return (
    <div className="flex flex-col gap-4">
      <PageHeading title="Registries" summary={view.isCut ? cutSummary(rows) : summaryOf(rows)} />
      <Filters state={state} />
      <Panel
        title="All registries, by region"
        note={`${formatCount(shown.length)} of ${formatCount(rows.length)}; ${loadNote(view)}`}
        csvHref={`/api/v1/registries.csv${region === "" ? "" : `?region=${encodeURIComponent(region)}`}`}
        explain={{
          measure: "Load of a registry",
          definition:
            "Requests and bytes a minute, summed over all pools of its home stamp, as they were reported: the mean over the last hour’s minutes in which anybody’s load was reported there. What it does to the hot-node P95 stands on its own page and on its stamp’s.",
          window: loadNote(view),
          coverage: "Where no load was reported in that hour there is a dash, never a 0.",
        }}
        isFlush
      >
        <RegistriesTable
          rows={shown}
          now={view.readMs}
          sort={state.sort}
          onSortChange={state.setSort}
          onOpen={(row) => router.push(carryScope(registryHref(row.registry), current))}
        />
      </Panel>
    </div>
  );
}

function cutSummary(rows: readonly ReplicaRow[]): string {
  return `The first ${formatCount(rows.length)} by name, of more: choose a region to see all of it, or find one with ⌘K or Ctrl K.`;
}

function summaryOf(rows: readonly ReplicaRow[]): string {
  const registries = new Set(rows.map(({ registry }) => registry)).size;
  const tenants = new Set(rows.map(({ tenant }) => tenant)).size;
  const stamps = new Set(rows.map(({ homeStamp }) => homeStamp)).size;
  const held = rows.filter(({ constraints }) => constraints !== "").length;
  const kept = held === 0 ? "" : ` ${formatCount(held)} must not be moved freely.`;
  return `${formatCount(registries)} registries of ${formatCount(tenants)} tenants on ${formatCount(stamps)} stamps.${kept}`;
}

function loadNote({ loadWindow, readMs }: RegistriesView): string {
  if (loadWindow === null)
    return "load is shown once a region is chosen: there are too many pools to read at once";
  return `load of the last hour, ${formatUtcWindow(loadWindow.fromMinute, loadWindow.toMinute, readMs)}`;
}

const CONDITION_ITEMS = [
  { value: "", label: "any" },
  { value: "busy", label: "with load" },
  { value: "idle", label: "idle" },
  { value: "constrained", label: "with a constraint" },
  { value: "moved", label: "moved before" },
];

function Filters({ state }: { state: RegistriesState }) {
  return (
    <FilterBar
      label="Filter by registry, tenant, region or stamp"
      placeholder="Registry, tenant or stamp"
      query={state.q}
      onQueryChange={state.setQuery}
      isFiltered={state.q !== "" || state.condition !== ""}
      onClear={state.clear}
    >
      <SelectBox
        label="Condition"
        showsLabel
        value={state.condition}
        onChange={(value) => state.setCondition(REPLICA_CONDITIONS.find((one) => one === value) ?? "")}
        items={CONDITION_ITEMS}
      />
    </FilterBar>
  );
}
