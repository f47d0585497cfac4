"use client";

import { Pencil, Plus, Wand2, X } from "lucide-react";
import { useMemo } from "react";
import { formatCount } from "#lib/charts/index.ts";
import { Choice } from "../../_components/Choice.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import { DestinationSelect } from "./DestinationSelect.tsx";
import { moveColumns } from "./moveColumns.tsx";
import { moveRows } from "./moveRows.ts";
import { type NewStamp, removeNewStamp, type Scenario, sendTo, undecidedOf } from "./scenario.ts";
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
  /** Whether a second scenario may stand beside it. */
  readonly canCompare?: boolean;
}

/** What is asked: who moves, and where to. */
export function ScenarioPanel(props: ScenarioPanelProps) {
  const { view, state, refusal, onAdd, onSuggest, onNewStamp, canCompare = true } = props;
  const { scenario, change } = state;
  const rows = useMemo(
    () => moveRows(scenario, view.registries, refusal),
    [scenario, view.registries, refusal],
  );
  const hasProblems = rows.some(({ problem }) => problem !== "");
  const columns = useMemo(
    () => moveColumns({ view, scenario, change, onSuggest, hasProblems }),
    [view, scenario, change, onSuggest, hasProblems],
  );
  return (
    <Panel
      title={
        state.b === null
          ? "Who moves, and where to"
          : `Scenario ${state.side.toUpperCase()}: who moves, and where to`
      }
      note={countNote(scenario)}
      isFlush
      controls={canCompare && <SideControls state={state} />}
    >
      <Toolbar {...{ view, state, onAdd, onSuggest, onNewStamp }} />
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

function countNote(scenario: Scenario): string {
  const picked = scenario.moves.length;
  const undecided = undecidedOf(scenario).length;
  const rest = undecided > 0 ? `, ${formatCount(undecided)} without a destination` : "";
  return `${formatCount(picked)} ${picked === 1 ? "registry" : "registries"}${rest}`;
}

/** What can be done with the scenario, and the stamps that it makes. */
function Toolbar({ view, state, onAdd, onSuggest, onNewStamp }: Omit<ScenarioPanelProps, "refusal">) {
  const { scenario, change } = state;
  const undecided = undecidedOf(scenario);
  const all = scenario.moves.map(({ registry }) => registry);
  return (
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
