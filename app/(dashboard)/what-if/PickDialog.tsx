"use client";

import { Search } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { formatCount } from "#lib/charts/index.ts";
import { Choice } from "../../_components/Choice.tsx";
import { Dialog } from "../../_components/overlay/Dialog.tsx";
import { SelectBox } from "../../_components/SelectBox.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import { excessOf, hottestFirst } from "./hottestFirst.ts";
import { pickColumns } from "./pickColumns.tsx";
import { findPickRows, isPicked, type PickBy, togglePicked } from "./pickRows.ts";
import { MOST_MOVES, type Scenario } from "./scenario.ts";
import { usePickRows } from "./usePickRows.ts";
import type { WhatIfView } from "./whatIfView.ts";

/** Where registries are picked from. */
type PickedFrom = Pick<WhatIfView, "region" | "stamps" | "window">;

interface PickDialogProps {
  readonly view: PickedFrom;
  readonly scenario: Scenario;
  /** Whose ranking is shown first; empty = the whole region. */
  readonly initialStamp: string;
  readonly onPick: (registries: readonly string[]) => void;
  readonly onClose: () => void;
}

/** Picks registries: from the ranking of a stamp, by search in the region, or whole tenants. */
export function PickDialog({ view, scenario, initialStamp, onPick, onClose }: PickDialogProps) {
  const [choice, setChoice] = useState<PickChoice>({ stamp: initialStamp, by: "registry", typed: "" });
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const taken = useMemo(() => new Set(scenario.moves.map(({ registry }) => registry)), [scenario]);
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Add registries"
      description="From the ranking of a stamp, by search in the region, or all of a tenant."
      width="wide"
    >
      <div className="flex flex-col gap-3">
        <PickControls view={view} choice={choice} onChange={setChoice} />
        <PickTable {...{ view, choice, picked, taken }} onChange={setPicked} />
        <PickFooter {...{ picked, taken, onClose }} onPick={() => onPick([...picked])} />
      </div>
    </Dialog>
  );
}

interface PickChoice {
  /** Empty = all of the region. */
  readonly stamp: string;
  readonly by: PickBy;
  readonly typed: string;
}

interface PickControlsProps {
  readonly view: PickedFrom;
  readonly choice: PickChoice;
  readonly onChange: (choice: PickChoice) => void;
}

function PickControls({ view, choice, onChange }: PickControlsProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SelectBox
        label="Stamp"
        value={choice.stamp}
        items={stampItems(view)}
        onChange={(stamp) => onChange({ ...choice, stamp })}
      />
      <Choice
        label="Pick"
        value={choice.by}
        onChange={(by) => onChange({ ...choice, by })}
        items={[
          { value: "registry", label: "Registries" },
          { value: "tenant", label: "Tenants" },
        ]}
      />
      <label className="relative min-w-0 flex-1 basis-40">
        <span className="sr-only">Find by registry, tenant or stamp</span>
        <Search size={14} aria-hidden="true" className="absolute top-[9px] left-2.5 text-ink-soft" />
        <input
          type="search"
          value={choice.typed}
          onChange={(event) => onChange({ ...choice, typed: event.target.value })}
          placeholder="Registry, tenant or stamp"
          className="field border-line pl-8"
        />
      </label>
    </div>
  );
}

function stampItems({ stamps, region }: PickedFrom) {
  return [
    ...hottestFirst(stamps).map((stamp) => ({
      value: stamp.name,
      label: `Ranking of ${stamp.name}${excessOf(stamp) > 0 ? ", over its limit" : ""}`,
    })),
    { value: "", label: `All of ${region}` },
  ];
}

interface PickTableProps {
  readonly view: PickedFrom;
  readonly choice: PickChoice;
  readonly picked: ReadonlySet<string>;
  readonly taken: ReadonlySet<string>;
  readonly onChange: (picked: ReadonlySet<string>) => void;
}

function PickTable({ view, choice: { stamp, by, typed }, picked, taken, onChange }: PickTableProps) {
  const read = usePickRows({ region: view.region, stamp, by, window: view.window });
  const find = useDeferredValue(typed);
  const rows = useMemo(() => findPickRows(read.rows, find), [read.rows, find]);
  const columns = useMemo(
    () =>
      pickColumns({
        by,
        isRanked: stamp !== "",
        picked,
        taken,
        toggle: (row) => onChange(togglePicked(row, picked, taken)),
      }),
    [by, stamp, picked, taken, onChange],
  );
  const selected = useMemo(
    () => new Set(rows.filter((row) => isPicked(row, picked, taken)).map(({ id }) => id)),
    [rows, picked, taken],
  );
  const toggle = (id: string) => {
    const row = rows.find((one) => one.id === id);
    if (row !== undefined) onChange(togglePicked(row, picked, taken));
  };
  return (
    <div
      aria-busy={read.isReading}
      className={`-mx-4 border-y border-line [&>section]:h-[34vh] [&>section]:overflow-auto sm:[&>section]:h-[46vh] ${
        read.isReading && read.rows.length > 0 ? "opacity-60" : ""
      }`}
    >
      <DataTable
        caption={stamp === "" ? `Registries of ${view.region}` : `Ranking of ${stamp}, by relief`}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        selectedIds={selected}
        onSelect={toggle}
        emptyText={read.problem ?? (read.isReading ? "Reading…" : "Nobody here passes the search.")}
      />
    </div>
  );
}

interface PickFooterProps {
  readonly picked: ReadonlySet<string>;
  readonly taken: ReadonlySet<string>;
  readonly onPick: () => void;
  readonly onClose: () => void;
}

function PickFooter({ picked, taken, onPick, onClose }: PickFooterProps) {
  const isTooMany = taken.size + picked.size > MOST_MOVES;
  const count = `${formatCount(picked.size)} ${picked.size === 1 ? "registry" : "registries"}`;
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <p className="text-ink-soft" role="status">
        {isTooMany
          ? `A scenario holds at most ${formatCount(MOST_MOVES)} registries: take the heaviest.`
          : `${formatCount(picked.size)} picked${taken.size > 0 ? `, ${formatCount(taken.size)} in the scenario already` : ""}`}
      </p>
      <div className="flex gap-2">
        <button type="button" className="control" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          className="control control-primary"
          disabled={picked.size === 0 || isTooMany}
          onClick={onPick}
        >
          {picked.size === 0 ? "Add" : `Add ${count}`}
        </button>
      </div>
    </div>
  );
}
