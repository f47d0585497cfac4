"use client";

import { formatCpu, formatFixed, formatPoints, NO_VALUE } from "#lib/charts/index.ts";
import { Panel } from "../../../_components/Panel.tsx";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";
import { TwoLines } from "../../what-if/ShiftCell.tsx";
import { poolColumn } from "../poolColumn.tsx";
import type { CompareView } from "./loadCompare.ts";

type ComparedPool = NonNullable<CompareView["compared"]>["pools"][number];

/** Every pool that either plan changes: before, and after each. */
export function ComparedPools({ pools }: { pools: readonly ComparedPool[] }) {
  return (
    <Panel
      title="Hot-node P95 of the pools"
      note="after all phases of each; under it the high end that holds in nine of ten cases"
      isFlush
    >
      <DataTable
        caption="Hot-node P95 of every pool that either plan changes"
        columns={COLUMNS}
        rows={pools}
        rowId={({ stamp, pool }) => `${stamp}/${pool}`}
        rowHeight={44}
        emptyText="Neither plan changes a pool."
      />
    </Panel>
  );
}

const COLUMNS: readonly DataColumn<ComparedPool>[] = [
  poolColumn(),
  {
    id: "before",
    header: "Before",
    width: 120,
    align: "right",
    meaning: "As measured in the hours of each plan; both are told where they differ",
    cell: (row) => <span className="text-ink-soft">{beforeText(row)}</span>,
  },
  {
    id: "left",
    header: "Left, after",
    width: 104,
    align: "right",
    cell: ({ left, right }) => <After side={left} other={right} />,
  },
  {
    id: "right",
    header: "Right, after",
    width: 104,
    align: "right",
    cell: ({ left, right }) => <After side={right} other={left} />,
  },
  {
    id: "difference",
    header: "Right − left",
    width: 104,
    align: "right",
    meaning:
      "Points by which the right one leaves it hotter; negative: cooler. A plan that leaves it alone leaves it as measured.",
    cell: (row) => {
      const difference = differenceOf(row);
      return difference === null ? (
        <span className="text-ink-faint">{NO_VALUE}</span>
      ) : (
        <span className="font-semibold">{formatPoints(difference)}</span>
      );
    },
  },
];

function beforeText({ left, right }: ComparedPool): string {
  const [one, other] = [left?.before ?? null, right?.before ?? null];
  if (one === null || other === null || formatFixed(one, 1) === formatFixed(other, 1))
    return formatCpu(one ?? other);
  return `${formatFixed(one, 1)}, ${formatCpu(other)}`;
}

interface AfterProps {
  readonly side: ComparedPool["left"];
  readonly other: ComparedPool["left"];
}

function After({ side, other }: AfterProps) {
  // A pool that was never measured is of a stamp that the other plan makes.
  if (side === null)
    return <span className="text-ink-faint">{other?.before === null ? "not made" : "left alone"}</span>;
  if (side.after === null) return <span className="text-ink-faint">{NO_VALUE}</span>;
  return (
    <TwoLines
      first={formatCpu(side.after)}
      second={side.high === null ? "" : `up to ${formatFixed(side.high, 0)}`}
    />
  );
}

function differenceOf({ left, right }: ComparedPool): number | null {
  const one = left === null ? (right?.before ?? null) : left.after;
  const other = right === null ? (left?.before ?? null) : right.after;
  return one === null || other === null ? null : other - one;
}
