import type { ReactNode } from "react";
import {
  formatCpu,
  formatFixed,
  formatInterval,
  formatPoints,
  formatRelativeChange,
  formatShare,
  NO_VALUE,
} from "#lib/charts/index.ts";
import type { ResultRow } from "#lib/execution/result/resultAnswer.ts";
import { Cpu } from "../../../../_components/Cpu.tsx";
import type { DataColumn } from "../../../../_components/table/types.ts";
import { TwoLines } from "../../../what-if/ShiftCell.tsx";
import { poolColumn } from "../../poolColumn.tsx";

/** The write-up's table: P95 and max before and after, and, where the plan said something of the pool, what it said. */
export function resultColumns(hasPredictions: boolean): DataColumn<ResultRow>[] {
  return hasPredictions ? [...MEASURED, ...PREDICTED] : MEASURED;
}

const MEASURED: DataColumn<ResultRow>[] = [
  poolColumn(),
  { id: "role", header: "Role", width: 96, cell: ({ role }) => <Soft>{role}</Soft> },
  cpuColumn("before", "P95 before", ({ before }) => [before.hotNodeP95, before.coverage]),
  cpuColumn("after", "P95 after", ({ after }) => [after.hotNodeP95, after.coverage]),
  {
    id: "change",
    header: "Change",
    width: 120,
    align: "right",
    meaning: "Of the hot-node P95: relative, and in points under it",
    sortValue: ({ change }) => change.hotNodeP95Percent,
    cell: ({ before, after, change }) => (
      <TwoLines
        first={
          <span className="font-semibold">{formatRelativeChange(before.hotNodeP95, after.hotNodeP95)}</span>
        }
        second={formatPoints(change.hotNodeP95Points)}
      />
    ),
  },
  {
    id: "max",
    header: "Max",
    width: 136,
    align: "right",
    meaning: "The greatest node-minute before and after",
    cell: ({ before, after, change }) => (
      <TwoLines
        first={
          before.max === null
            ? formatCpu(after.max)
            : `${formatFixed(before.max, 1)} → ${formatCpu(after.max)}`
        }
        second={before.max === null ? "new" : formatPoints(change.maxPoints)}
      />
    ),
  },
  {
    id: "coverage",
    header: "Coverage",
    width: 88,
    align: "right",
    meaning: "Of the data of the hours before, and under it of those after",
    cell: ({ before, after }) => (
      <TwoLines first={formatShare(before.coverage)} second={formatShare(after.coverage)} />
    ),
  },
  {
    id: "nodes",
    header: "Nodes",
    width: 80,
    align: "right",
    cell: ({ before, after }) =>
      before.nodes === after.nodes || before.nodes === null
        ? (after.nodes ?? NO_VALUE)
        : `${before.nodes} → ${after.nodes ?? NO_VALUE}`,
  },
];

const PREDICTED: DataColumn<ResultRow>[] = [
  {
    id: "predicted",
    header: "Predicted P95",
    width: 148,
    align: "right",
    cell: ({ predicted }) =>
      predicted === null || predicted.hotNodeP95 === null ? (
        NO_VALUE
      ) : (
        <span>
          {predicted.low === null || predicted.high === null
            ? formatCpu(predicted.hotNodeP95)
            : formatInterval(predicted.hotNodeP95, predicted.low, predicted.high)}
        </span>
      ),
  },
  {
    id: "error",
    header: "Error",
    width: 120,
    align: "right",
    meaning: "Measured less predicted, in points; under it whether it is inside the predicted interval",
    sortValue: ({ error }) => (error.hotNodeP95 === null ? null : Math.abs(error.hotNodeP95)),
    cell: ({ error, isInside }) => (
      <TwoLines
        first={formatPoints(error.hotNodeP95)}
        second={isInside === null ? "" : isInside ? "inside" : "outside"}
      />
    ),
  },
];

function cpuColumn(
  id: string,
  header: string,
  pick: (row: ResultRow) => readonly [percent: number | null, coverage: number | null],
): DataColumn<ResultRow> {
  return {
    id,
    header,
    width: 104,
    align: "right",
    sortValue: (row) => pick(row)[0],
    firstSort: "descending",
    cell: (row) => {
      const [percent, coverage] = pick(row);
      return <Cpu percent={percent} coverage={coverage ?? 0} />;
    },
  };
}

function Soft({ children }: { children: ReactNode }) {
  return <span className="text-ink-soft">{children}</span>;
}
