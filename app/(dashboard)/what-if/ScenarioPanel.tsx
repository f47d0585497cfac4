"use client";

import { Pencil, Plus, Wand2, X } from "lucide-react";
import { useMemo } from "react";
import { formatCount } from "#lib/charts/index.ts";
import { Choice } from "../../_components/Choice.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { registryHref, stampHref, tenantHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import { DestinationSelect } from "./DestinationSelect.tsx";
import { type MoveRow, moveRows } from "./moveRows.ts";
import {
  type NewStamp,
  removeNewStamp,
  removeRegistries,
  type Scenario,
  sendTo,
  undecidedOf,
} from "./scenario.ts";
import type { ScenarioState } from "./useScenarioState.ts";
import type { ScenarioRefusal, WhatIfView } from "./whatIfView.ts";

interface ScenarioPanelProps {
  readonly view: WhatIfView;
  readonly state: ScenarioState;
  readonly refusal: ScenarioRefusal | null;
  readonly onAdd: () => void;
  readonly onSuggest: (registries: readonly string[]) => void;
  /** Null = a new one. */
  readonly onNewStamp: (stamp: NewStamp | null) => void;
}

/** What is asked: who moves, and where to. */
export function ScenarioPanel({ view, state, refusal, onAdd, onSuggest, onNewStamp }: ScenarioPanelProps) {
  const { scenario, change } = state;
  const rows = useMemo(
    () => moveRows(scenario, view.registries, refusal),
    [scenario, view.registries, refusal],
  );
  const columns = useMemo(
    () => moveColumns({ view, scenario, change, onSuggest }),
    [view, scenario, change, onSuggest],
  );
  const undecided = undecidedOf(scenario);
  const all = scenario.moves.map(({ registry }) => registry);
  return (
    <Panel
      title={
        state.b === null
          ? "Who moves, and where to"
          : `Scenario ${state.side.toUpperCase()}: who moves, and where to`
      }
      note={`${formatCount(all.length)} ${all.length === 1 ? "registry" : "registries"}${undecided.length > 0 ? `, ${formatCount(undecided.length)} without a destination` : ""}`}
      isFlush
      controls={<SideControls state={state} />}
    >
      <div className="flex flex-wrap items-center gap-2 px-4 pb-3">
        <button type="button" className="control control-primary" onClick={onAdd}>
          <Plus size={14} aria-hidden="true" /> Add registries
        </button>
        <button
          type="button"
          className="control"
          disabled={all.length === 0}
          onClick={() => onSuggest(undecided.length > 0 ? undecided : all)}
        >
          <Wand2 size={14} aria-hidden="true" /> Suggest a destination
        </button>
        <button type="button" className="control" onClick={() => onNewStamp(null)}>
          <Plus size={14} aria-hidden="true" /> New stamp
        </button>
        {all.length > 1 && (
          <span className="w-48">
            <DestinationSelect
              label="Send all to"
              placeholder="Send all to…"
              value={null}
              stamps={view.stamps}
              newStamps={scenario.newStamps}
              home={null}
              onChange={(to) => change(sendTo(scenario, all, to))}
            />
          </span>
        )}
        {scenario.newStamps.map((stamp) => (
          <NewStampChip
            key={stamp.name}
            stamp={stamp}
            onEdit={() => onNewStamp(stamp)}
            onRemove={() => change(removeNewStamp(scenario, stamp.name))}
          />
        ))}
        {all.length > 0 && (
          <button type="button" className="control ml-auto" onClick={state.clear}>
            <X size={14} aria-hidden="true" /> Clear
          </button>
        )}
      </div>
      <div className="[&>section]:max-h-[296px] [&>section]:overflow-auto">
        <DataTable
          caption="Registries that move"
          columns={columns}
          rows={rows}
          rowId={(row) => row.asked}
          rowHeight={36}
          emptyText="Nobody moves in this scenario yet. Add registries."
        />
      </div>
    </Panel>
  );
}

/** One scenario, or two beside each other. */
function SideControls({ state }: { state: ScenarioState }) {
  if (state.b === null)
    return (
      <button type="button" className="control" onClick={state.addB}>
        Compare with another
      </button>
    );
  return (
    <>
      <Choice
        label="Scenario"
        value={state.side}
        onChange={state.setSide}
        items={[
          { value: "a", label: "A" },
          { value: "b", label: "B" },
        ]}
      />
      <button type="button" className="control" onClick={state.keepB}>
        Keep B alone
      </button>
      <button type="button" className="control" onClick={state.removeB}>
        Remove B
      </button>
    </>
  );
}

interface NewStampChipProps {
  readonly stamp: NewStamp;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

function NewStampChip({ stamp, onEdit, onRemove }: NewStampChipProps) {
  const size = stamp.pools.map(({ kind, instances }) => `${kind} ${instances}`).join(", ");
  return (
    <span className="inline-flex h-8 items-center gap-1 rounded-md border border-dashed border-line-strong pr-0.5 pl-2.5">
      <span className="font-medium">{stamp.name}</span>
      <span className="text-xs text-ink-soft max-sm:hidden">
        {stamp.kind}: {size}
      </span>
      <button
        type="button"
        className="control control-icon"
        aria-label={`Change ${stamp.name}`}
        onClick={onEdit}
      >
        <Pencil size={13} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="control control-icon"
        aria-label={`Take ${stamp.name} away`}
        onClick={onRemove}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </span>
  );
}

interface MoveColumnsInput {
  readonly view: WhatIfView;
  readonly scenario: Scenario;
  readonly change: (next: Scenario) => void;
  readonly onSuggest: (registries: readonly string[]) => void;
}

function moveColumns({ view, scenario, change, onSuggest }: MoveColumnsInput): DataColumn<MoveRow>[] {
  return [
    {
      id: "registry",
      header: "Registry",
      width: 190,
      isRowHeader: true,
      cell: (row) => (
        <ScopedLink href={registryHref(row.registry)} className="name-link" title={row.registry}>
          {row.registry}
        </ScopedLink>
      ),
    },
    {
      id: "to",
      header: "To",
      width: 190,
      cell: (row) => (
        <DestinationSelect
          label={`Destination of ${row.registry}`}
          value={row.to}
          stamps={view.stamps}
          newStamps={scenario.newStamps}
          home={row.home}
          isSmall
          onChange={(to) => change(sendTo(scenario, [row.asked], to))}
        />
      ),
    },
    {
      id: "from",
      header: "From",
      width: 110,
      cell: (row) =>
        row.home === null ? (
          <span className="text-ink-faint">not known</span>
        ) : (
          <ScopedLink href={stampHref(row.home)} className="text-ink-soft hover:text-accent hover:underline">
            {row.home}
          </ScopedLink>
        ),
    },
    {
      id: "tenant",
      header: "Tenant",
      width: 140,
      cell: (row) =>
        row.tenant === "" ? null : (
          <ScopedLink
            href={tenantHref(row.tenant)}
            className="text-ink-soft hover:text-accent hover:underline"
          >
            {row.tenant}
          </ScopedLink>
        ),
    },
    {
      id: "problem",
      header: "",
      width: 240,
      cell: (row) => (
        <span className={row.problem === "" ? "" : "font-medium"} title={row.problem}>
          {row.problem}
        </span>
      ),
    },
    {
      id: "actions",
      header: "",
      width: 84,
      align: "right",
      cell: (row) => (
        <span className="inline-flex">
          <button
            type="button"
            className="control control-icon"
            aria-label={`Suggest a destination for ${row.registry}`}
            title="Suggest a destination"
            onClick={() => onSuggest([row.asked])}
          >
            <Wand2 size={14} aria-hidden="true" />
          </button>
          <button
            type="button"
            className="control control-icon"
            aria-label={`Take ${row.registry} out`}
            title="Take it out"
            onClick={() => change(removeRegistries(scenario, [row.asked]))}
          >
            <X size={14} aria-hidden="true" />
          </button>
        </span>
      ),
    },
  ];
}
