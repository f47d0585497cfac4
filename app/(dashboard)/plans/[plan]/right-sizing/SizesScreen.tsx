"use client";

import { useMemo } from "react";
import { formatCount, formatUtcDateTime } from "#lib/charts/index.ts";
import type { RightSizing } from "#lib/execution/rightSizing/rightSizingAnswer.ts";
import { Panel } from "../../../../_components/Panel.tsx";
import { DataTable } from "../../../../_components/table/DataTable.tsx";
import { AppliedList } from "./AppliedList.tsx";
import { sizeColumns } from "./sizeColumns.tsx";

interface SizesScreenProps {
  readonly sizes: RightSizing;
  readonly mayApply: boolean;
  readonly now: number;
}

/** What may follow a plan: how many instances each pool that it touched needs now. */
export function SizesScreen({ sizes, mayApply, now }: SizesScreenProps) {
  const { plan, pools } = sizes;
  const columns = useMemo(() => sizeColumns(plan, mayApply), [plan, mayApply]);
  return (
    <>
      <Panel
        title="Instances"
        note={describeSaved(sizes, now)}
        csvHref={`/api/v1/plans/${plan.id}/rightsizing.csv?version=${plan.version}`}
        explain={EXPLANATION}
        isFlush
      >
        <DataTable
          caption="Pools with the fewest instances that they need"
          columns={columns}
          rows={pools}
          rowId={({ stamp, pool }) => `${stamp} ${pool}`}
          rowHeight={76}
          emptyText="The plan touched no pool that can be sized."
        />
      </Panel>
      <AppliedList pools={pools} now={now} />
    </>
  );
}

function describeSaved({ pools, window, wantedHours }: RightSizing, now: number): string {
  const hours = window
    ? `the hottest hours since the last observation began: ${formatUtcDateTime(Date.parse(window.from), now)} to ${formatUtcDateTime(Date.parse(window.to), now)} UTC`
    : `wants ${wantedHours} h of data after the last phase`;
  const lower = pools.filter(({ verdict }) => verdict === "lower");
  const saved = lower.reduce((sum, { saved: one }) => sum + (one?.vmHoursPerMonth ?? 0), 0);
  if (saved <= 0) return hours;
  const money = lower.reduce<number | null>(
    (sum, { saved: one }) => (one?.money == null || sum === null ? null : sum + one.money),
    0,
  );
  return `${formatCount(saved)} VM-hours a month may be saved${money === null ? "" : `, ${formatCount(money)} in money`}; ${hours}`;
}

const EXPLANATION = {
  measure: "Right-sizing",
  definition:
    "The smallest instance count that keeps the pool’s hot-node P95 at its target (limit less a margin) with one update domain out: of n instances in d domains, n − ⌈n/d⌉ carry the load then. The imbalance between nodes is carried over, and what a node burns without load stays. Not less than the floor, and with the headroom that is set. Where load has come, the minimum is raised likewise; where load has only left, it is lowered or stays. 730 hours a month.",
  window: "The hottest hours since the last observation began",
  coverage: "Under 0.9 nothing is recommended.",
};
