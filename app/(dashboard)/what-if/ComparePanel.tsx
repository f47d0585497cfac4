"use client";

import { type ReactNode, useMemo } from "react";
import { formatCpu, formatPoints, NO_VALUE } from "#lib/charts/index.ts";
import type { DataColumn } from "../../_components/table/types.ts";
import { explainOutcome } from "./explainOutcome.ts";
import { poolColumn } from "./outcomeColumns.tsx";
import { PoolsPanel } from "./PoolsPanel.tsx";
import { type ComparedPool, compareOutcomes, type PoolOutcome } from "./poolOutcome.ts";
import { ShiftBar } from "./ShiftBar.tsx";
import { AfterCell, ChangeCell, RoomCell } from "./ShiftCell.tsx";
import type { ScenarioState } from "./useScenarioState.ts";
import type { ScenarioOutcome, WhatIfView } from "./whatIfView.ts";

interface ComparePanelProps {
  readonly view: WhatIfView;
  readonly a: ScenarioOutcome;
  readonly b: ScenarioOutcome;
  readonly state: ScenarioState;
  readonly onSaveCsv: () => void;
}

/** Two scenarios beside each other, pool by pool. */
export function ComparePanel({ view, a, b, state, onSaveCsv }: ComparePanelProps) {
  const rows = useMemo(() => compareOutcomes(a.pools, b.pools, state.pools), [a, b, state.pools]);
  const columns = useMemo(() => {
    const existing = new Set(view.stamps.map(({ name }) => name));
    return compareColumns((pool) => !existing.has(pool.stamp));
  }, [view.stamps]);
  return (
    <PoolsPanel
      {...{ columns, rows, state, onSaveCsv }}
      title="A beside B: hot-node P95"
      windowText={view.windowText}
      explain={explainOutcome(view, null)}
      emptyText="Neither scenario changes a pool yet."
    />
  );
}

function compareColumns(isPlanned: (pool: PoolOutcome) => boolean): DataColumn<ComparedPool>[] {
  return [
    poolColumn(({ common }) => common, isPlanned),
    {
      id: "before",
      header: "Before",
      width: 80,
      align: "right",
      meaning: "Hot-node P95 as it was measured",
      cell: ({ common }) => <span className="text-ink-soft">{formatCpu(common.p95.before)}</span>,
    },
    ...sideColumns("A", (row) => row.a),
    ...sideColumns("B", (row) => row.b),
    {
      id: "difference",
      header: "B over A",
      width: 92,
      align: "right",
      meaning: "Points by which B leaves the pool hotter than A; negative: cooler",
      cell: ({ difference }) =>
        difference === null ? (
          <span className="text-ink-faint">{NO_VALUE}</span>
        ) : (
          <span className="font-semibold">{formatPoints(difference)}</span>
        ),
    },
  ];
}

function sideColumns(
  name: "A" | "B",
  poolOf: (row: ComparedPool) => PoolOutcome | null,
): DataColumn<ComparedPool>[] {
  const cell = (row: ComparedPool, show: (pool: PoolOutcome) => ReactNode) => {
    const pool = poolOf(row);
    return pool === null ? null : show(pool);
  };
  return [
    {
      id: `${name} after`,
      header: name,
      width: 84,
      align: "right",
      meaning: `Hot-node P95 under ${name}, with the bounds that hold it in nine of ten cases`,
      cell: (row) =>
        poolOf(row) === null ? (
          <span className="text-ink-faint">not made</span>
        ) : (
          cell(row, (pool) => <AfterCell after={pool.p95.after} isStrong={pool.role !== "untouched"} />)
        ),
    },
    {
      id: `${name} change`,
      header: "change",
      width: 84,
      align: "right",
      cell: (row) =>
        cell(row, (pool) => <ChangeCell shift={pool.p95} isTouched={pool.role !== "untouched"} />),
    },
    {
      id: `${name} limit`,
      header: "limit",
      width: 84,
      align: "right",
      meaning: `How far ${name} stays under the limit`,
      cell: (row) => cell(row, (pool) => <RoomCell pool={pool} />),
    },
    {
      id: `${name} bar`,
      header: "0 – 100 %",
      width: 120,
      meaning: "A ring before, a dot after with its interval, dotted the limit",
      cell: (row) => cell(row, (pool) => <ShiftBar shift={pool.p95} limit={pool.limit} />),
    },
  ];
}
