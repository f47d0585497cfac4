"use client";

import { formatCount, formatFixed, formatPoints, NO_VALUE } from "#lib/charts/index.ts";
import { RowCheck } from "../../_components/RowCheck.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import { isPicked, type PickBy, type PickRow } from "./pickRows.ts";

interface PickColumnsInput {
  readonly by: PickBy;
  readonly isRanked: boolean;
  readonly picked: ReadonlySet<string>;
  /** In the scenario already. */
  readonly taken: ReadonlySet<string>;
  readonly toggle: (row: PickRow) => void;
}

/** The columns of who can be picked. */
export function pickColumns(input: PickColumnsInput): DataColumn<PickRow>[] {
  return [
    checkColumn(input),
    {
      id: "name",
      header: input.by === "tenant" ? "Tenant" : "Registry",
      width: 190,
      isRowHeader: true,
      cell: ({ name }) => (
        <span className="font-medium" title={name}>
          {name}
        </span>
      ),
    },
    input.by === "tenant" ? COUNT_COLUMN : TENANT_COLUMN,
    input.isRanked ? RELIEF_COLUMN : HOME_COLUMN,
    shareColumn(input.isRanked),
    {
      id: "held",
      header: "",
      width: 110,
      cell: ({ heldBy }) => <span className="text-xs text-ink-soft">{heldBy}</span>,
    },
  ];
}

function checkColumn({ picked, taken, toggle }: PickColumnsInput): DataColumn<PickRow> {
  return {
    id: "check",
    header: "",
    width: 40,
    cell: (row) => (
      <RowCheck
        label={`Pick ${row.name}`}
        isChecked={isPicked(row, picked, taken)}
        isDisabled={row.registries.every((one) => taken.has(one))}
        onToggle={() => toggle(row)}
      />
    ),
  };
}

const COUNT_COLUMN: DataColumn<PickRow> = {
  id: "count",
  header: "Registries",
  width: 80,
  align: "right",
  cell: ({ registries }) => formatCount(registries.length),
};

const TENANT_COLUMN: DataColumn<PickRow> = {
  id: "tenant",
  header: "Tenant",
  width: 130,
  cell: ({ tenant }) => (
    <span className="text-ink-soft" title={tenant}>
      {tenant}
    </span>
  ),
};

const HOME_COLUMN: DataColumn<PickRow> = {
  id: "stamp",
  header: "Home",
  width: 110,
  cell: ({ stamp }) => (
    <span className="text-ink-soft" title={stamp}>
      {stamp}
    </span>
  ),
};

/** Under this a relief is noise. Points. */
const NOTABLE_POINTS = 0.5;

const RELIEF_COLUMN: DataColumn<PickRow> = {
  id: "relief",
  header: "Relief",
  width: 90,
  align: "right",
  meaning: "How much cooler the stamp’s hottest pool would be without it",
  cell: ({ reliefPoints }) => (
    <span className={(reliefPoints ?? 0) >= NOTABLE_POINTS ? "font-semibold" : "text-ink-faint"}>
      {reliefPoints === null ? NO_VALUE : formatPoints(-reliefPoints)}
    </span>
  ),
};

function shareColumn(isRanked: boolean): DataColumn<PickRow> {
  return {
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
  };
}
