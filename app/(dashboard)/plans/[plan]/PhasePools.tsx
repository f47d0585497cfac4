"use client";

import { useMemo } from "react";
import type { AssessedPhase } from "#lib/planning/planAssessment.ts";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";
import { p95Columns, poolColumn } from "../../what-if/outcomeColumns.tsx";
import type { Bounded, PoolOutcome } from "../../what-if/poolOutcome.ts";
import { AfterCell, RoomCell } from "../../what-if/ShiftCell.tsx";
import { flagWords } from "./moveWords.ts";
import { outcomeOf } from "./planPools.ts";
import type { PlanView } from "./planView.ts";

/** A pool that a phase touches, with what it comes to while the moves cut over. */
interface PhasePoolRow extends PoolOutcome {
  readonly cutover: Bounded | null;
}

interface PhasePoolsProps {
  readonly view: PlanView;
  /** From 1 on. */
  readonly number: number;
  readonly assessed: AssessedPhase;
}

/** The pools that a phase touches: before the plan, while it cuts over, and after it. */
export function PhasePools({ view: { plan, thresholds }, number, assessed }: PhasePoolsProps) {
  const rows = useMemo(
    () =>
      assessed.pools.map((pool): PhasePoolRow => {
        const { hotNodeP95, interval } = pool.cutover;
        return {
          ...outcomeOf(pool, thresholds),
          cutover:
            hotNodeP95 === null
              ? null
              : { value: hotNodeP95, low: interval?.low ?? hotNodeP95, high: interval?.high ?? hotNodeP95 },
        };
      }),
    [assessed, thresholds],
  );
  const columns = useMemo(() => {
    const planned = new Set(plan.content.newStamps.map(({ name }) => name));
    return phasePoolColumns(planned);
  }, [plan.content.newStamps]);
  const caption = `Pools that phase ${number} touches, after it and all before it`;
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={rows}
      rowId={({ id }) => id}
      rowHeight={44}
      emptyText="It touches no pool: nothing of it runs."
    />
  );
}

function phasePoolColumns(planned: ReadonlySet<string>): DataColumn<PhasePoolRow>[] {
  return [
    poolColumn<PhasePoolRow>(
      (row) => row,
      ({ stamp }) => planned.has(stamp),
    ),
    ...p95Columns(),
    {
      id: "cutover",
      header: "while cutting over",
      width: 120,
      align: "right",
      meaning: "Hot-node P95 with the load of the moves on both ends",
      cell: ({ cutover }) => <AfterCell after={cutover} />,
    },
    {
      id: "limit",
      header: "Limit",
      width: 84,
      align: "right",
      meaning: "What planning holds hot-node P95 under, and how far the prediction is from it",
      cell: (row) => <RoomCell pool={row} />,
    },
    {
      id: "flags",
      header: "To mind",
      width: 172,
      cell: ({ flags }) => (
        <span className="line-clamp-2 text-xs leading-tight whitespace-normal">{flagWords(flags)}</span>
      ),
    },
  ];
}
