"use client";

import { Search } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { formatCount, formatFixed, formatPoints, NO_VALUE } from "#lib/charts/index.ts";
import { Choice } from "../../_components/Choice.tsx";
import { Dialog } from "../../_components/overlay/Dialog.tsx";
import { RowCheck } from "../../_components/RowCheck.tsx";
import { SelectBox } from "../../_components/SelectBox.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import { findPickRows, type PickBy, type PickRow } from "./pickRows.ts";
import { MOST_MOVES, type Scenario } from "./scenario.ts";
import { usePickRows } from "./usePickRows.ts";
import type { WhatIfView } from "./whatIfView.ts";

interface PickDialogProps {
  readonly view: WhatIfView;
  readonly scenario: Scenario;
  /** Whose ranking is shown first; empty = the whole region. */
  readonly initialStamp: string;
  readonly onPick: (registries: readonly string[]) => void;
  readonly onClose: () => void;
}

/** Picks registries: from the ranking of a stamp, by search in the region, or whole tenants. */
export function PickDialog({ view, scenario, initialStamp, onPick, onClose }: PickDialogProps) {
  const [stamp, setStamp] = useState(initialStamp);
  const [by, setBy] = useState<PickBy>("registry");
  const [typed, setTyped] = useState("");
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const read = usePickRows({ region: view.region, stamp, by, window: view.window });
  const find = useDeferredValue(typed);
  const rows = useMemo(() => findPickRows(read.rows, find), [read.rows, find]);
  const taken = useMemo(() => new Set(scenario.moves.map(({ registry }) => registry)), [scenario]);

  const toggle = (id: string) => {
    const row = read.rows.find((one) => one.id === id);
    if (row !== undefined) setPicked((before) => toggleAll(before, row.registries, taken));
  };
  const columns = useMemo(
    () =>
      pickColumns({
        by,
        isRanked: stamp !== "",
        picked,
        taken,
        toggle: (row) => setPicked((before) => toggleAll(before, row.registries, taken)),
      }),
    [by, stamp, picked, taken],
  );
  const selected = useMemo(
    () => new Set(rows.filter((row) => isChecked(row, picked, taken)).map(({ id }) => id)),
    [rows, picked, taken],
  );
  const room = MOST_MOVES - taken.size - picked.size;

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Add registries"
      description="From the ranking of a stamp, by search in the region, or all of a tenant."
      width="wide"
    >
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <SelectBox label="Stamp" value={stamp} items={stampItems(view)} onChange={setStamp} />
          <Choice
            label="Pick"
            value={by}
            onChange={setBy}
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
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              placeholder="Registry, tenant or stamp"
              className="field border-line pl-8"
            />
          </label>
        </div>
        <div
          aria-busy={read.isReading}
          className={`-mx-4 border-y border-line [&>section]:h-[46vh] [&>section]:overflow-auto ${read.isReading && read.rows.length > 0 ? "opacity-60" : ""}`}
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
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p className="text-ink-soft" role="status">
            {room < 0
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
              disabled={picked.size === 0 || room < 0}
              onClick={() => onPick([...picked])}
            >
              Add {formatCount(picked.size)} {picked.size === 1 ? "registry" : "registries"}
            </button>
          </div>
        </div>
      </div>
    </Dialog>
  );
}

function stampItems({ stamps, region }: WhatIfView) {
  const heatOf = (pools: WhatIfView["stamps"][number]["pools"]) =>
    pools.reduce((most, { hotNodeP95, limit }) => Math.max(most, (hotNodeP95 ?? 0) - limit), -100);
  const hot = stamps.toSorted((one, other) => heatOf(other.pools) - heatOf(one.pools));
  return [
    ...hot.map(({ name, pools }) => ({
      value: name,
      label: `Ranking of ${name}${heatOf(pools) > 0 ? ", over its limit" : ""}`,
    })),
    { value: "", label: `All of ${region}` },
  ];
}

function isChecked(row: PickRow, picked: ReadonlySet<string>, taken: ReadonlySet<string>): boolean {
  return row.registries.length > 0 && row.registries.every((one) => picked.has(one) || taken.has(one));
}

/** All of them in, or, where they are, out; what is in the scenario already stays there. */
function toggleAll(
  before: ReadonlySet<string>,
  registries: readonly string[],
  taken: ReadonlySet<string>,
): ReadonlySet<string> {
  const free = registries.filter((one) => !taken.has(one));
  const next = new Set(before);
  const areAllIn = free.every((one) => before.has(one));
  for (const one of free) {
    if (areAllIn) next.delete(one);
    else next.add(one);
  }
  return next;
}

interface PickColumnsInput {
  readonly by: PickBy;
  readonly isRanked: boolean;
  readonly picked: ReadonlySet<string>;
  readonly taken: ReadonlySet<string>;
  readonly toggle: (row: PickRow) => void;
}

function pickColumns({ by, isRanked, picked, taken, toggle }: PickColumnsInput): DataColumn<PickRow>[] {
  return [
    {
      id: "check",
      header: "",
      width: 40,
      cell: (row) => (
        <RowCheck
          label={`Pick ${row.name}`}
          isChecked={isChecked(row, picked, taken)}
          isDisabled={row.registries.every((one) => taken.has(one))}
          onToggle={() => toggle(row)}
        />
      ),
    },
    {
      id: "name",
      header: by === "tenant" ? "Tenant" : "Registry",
      width: 190,
      isRowHeader: true,
      cell: (row) => (
        <span className="font-medium" title={row.name}>
          {row.name}
        </span>
      ),
    },
    by === "tenant"
      ? {
          id: "count",
          header: "Registries",
          width: 80,
          align: "right",
          cell: (row) => formatCount(row.registries.length),
        }
      : {
          id: "tenant",
          header: "Tenant",
          width: 130,
          cell: (row) => (
            <span className="text-ink-soft" title={row.tenant}>
              {row.tenant}
            </span>
          ),
        },
    isRanked
      ? {
          id: "relief",
          header: "Relief",
          width: 90,
          align: "right",
          meaning: "How much cooler the stamp’s hottest pool would be without it",
          cell: ({ reliefPoints }) => (
            <span className={(reliefPoints ?? 0) >= 0.5 ? "font-semibold" : "text-ink-faint"}>
              {reliefPoints === null ? NO_VALUE : formatPoints(-reliefPoints)}
            </span>
          ),
        }
      : {
          id: "stamp",
          header: "Home",
          width: 110,
          cell: (row) => (
            <span className="text-ink-soft" title={row.stamp}>
              {row.stamp}
            </span>
          ),
        },
    {
      id: "share",
      header: "Requests",
      width: 84,
      align: "right",
      meaning: isRanked ? "Share of the stamp’s requests" : "Share of the region’s requests in the last hour",
      cell: ({ requestShare }) =>
        requestShare === null ? (
          <span className="text-ink-faint">{NO_VALUE}</span>
        ) : (
          <>{formatFixed(requestShare * 100, 1)}&nbsp;%</>
        ),
    },
    {
      id: "held",
      header: "",
      width: 110,
      cell: (row) => <span className="text-xs text-ink-soft">{row.heldBy}</span>,
    },
  ];
}
