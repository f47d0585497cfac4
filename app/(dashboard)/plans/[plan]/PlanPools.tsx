"use client";

import { useMemo, useState } from "react";
import { formatFixed, formatUtcWindow, NO_VALUE } from "#lib/charts/index.ts";
import type { Explanation } from "../../../_components/overlay/ExplainDialog.tsx";
import { Panel } from "../../../_components/Panel.tsx";
import { SelectBox } from "../../../_components/SelectBox.tsx";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";
import { outcomeColumns } from "../../what-if/outcomeColumns.tsx";
import { followPools, outcomesAfter, type PoolJourney } from "./planPools.ts";
import type { PlanView } from "./planView.ts";
import { windowOf } from "./planWindow.ts";
import type { PlanState } from "./usePlanState.ts";

interface PlanPoolsProps {
  readonly view: PlanView;
  readonly state: PlanState;
}

/** Every pool that the plan changes, before and after: after all phases, or after the first few. */
export function PlanPools({ view, state }: PlanPoolsProps) {
  const { plan, thresholds } = view;
  const { after } = state;
  const rows = useMemo(
    () => outcomesAfter(plan.assessment, after, thresholds),
    [plan.assessment, after, thresholds],
  );
  const columns = useMemo(() => {
    const planned = new Set(plan.content.newStamps.map(({ name }) => name));
    return outcomeColumns(({ stamp }) => planned.has(stamp));
  }, [plan.content.newStamps]);
  const items = [
    { value: "all", label: "after all phases" },
    { value: "0", label: "before anything moves" },
    ...plan.content.phases
      .slice(0, -1)
      .map(({ name }, at) => ({ value: String(at + 1), label: `after phase ${at + 1}, ${name}` })),
  ];
  return (
    <Panel
      title="Pools before and after"
      note="under each prediction the bounds that hold it in nine of ten cases"
      explain={explain(view)}
      controls={
        <SelectBox
          label="Shown"
          value={after === null ? "all" : String(after)}
          onChange={(value) => state.setAfter(value === "all" ? null : Number(value))}
          items={items}
        />
      }
      isFlush
    >
      <DataTable
        caption="Pools that the plan changes, before and after"
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        rowHeight={48}
        emptyText="It changes no pool yet."
      />
    </Panel>
  );
}

/** More columns than these are not read side by side; a long plan is shown in stretches. */
const SHOWN_PHASES = 24;

/** Hot-node P95 of every pool through the phases: where the load goes, and when. */
export function JourneyPanel({ view }: { view: PlanView }) {
  const { content, assessment } = view.plan;
  const rows = useMemo(() => followPools(assessment), [assessment]);
  const { phases } = content;
  const [from, setFrom] = useState(0);
  const columns = useMemo(() => journeyColumns(phases, from), [phases, from]);
  return (
    <Panel
      title="Hot-node P95, phase by phase"
      note={`percent of a node; strong where the phase touches the pool, ▲ over its limit${phases.length > SHOWN_PHASES ? `; ${SHOWN_PHASES} phases at a time` : ""}`}
      controls={
        phases.length > SHOWN_PHASES && (
          <SelectBox
            label="Phases"
            showsLabel
            value={String(from)}
            onChange={(value) => setFrom(Number(value))}
            items={stretchesOf(phases.length)}
          />
        )
      }
      isFlush
    >
      <DataTable
        caption="Hot-node P95 of every pool that the plan changes, after each phase"
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        emptyText="It changes no pool yet."
      />
    </Panel>
  );
}

/** `25–48 of 60` for each stretch, by the place of its first phase. */
function stretchesOf(phases: number) {
  return Array.from({ length: Math.ceil(phases / SHOWN_PHASES) }, (_, at) => {
    const from = at * SHOWN_PHASES;
    return {
      value: String(from),
      label: `${from + 1}–${Math.min(phases, from + SHOWN_PHASES)} of ${phases}`,
    };
  });
}

/** The phases from a place on, from 0. */
function journeyColumns(
  phases: readonly { readonly name: string }[],
  from: number,
): DataColumn<PoolJourney>[] {
  return [
    {
      id: "pool",
      header: "Pool",
      width: 184,
      isRowHeader: true,
      cell: ({ stamp, pool }) => (
        <>
          {stamp} <span className="text-ink-soft">{pool}</span>
        </>
      ),
    },
    {
      id: "limit",
      header: "Limit",
      width: 64,
      align: "right",
      cell: ({ limit }) => <span className="text-ink-soft">{limit}</span>,
    },
    {
      id: "before",
      header: "Before",
      width: 76,
      align: "right",
      cell: ({ before, limit }) => <Reading value={before} limit={limit} isStrong={false} />,
    },
    ...phases.slice(from, from + SHOWN_PHASES).map(({ name }, place): DataColumn<PoolJourney> => {
      const at = from + place;
      return {
        id: `after ${at + 1}`,
        header: `${at + 1}`,
        width: 72,
        align: "right",
        meaning: `After phase ${at + 1}, ${name}`,
        cell: ({ after, limit }) => (
          <Reading value={after[at]?.value ?? null} limit={limit} isStrong={after[at]?.isTouched ?? false} />
        ),
      };
    }),
  ];
}

interface ReadingProps {
  readonly value: number | null;
  readonly limit: number;
  readonly isStrong: boolean;
}

function Reading({ value, limit, isStrong }: ReadingProps) {
  if (value === null) return <span className="text-ink-faint">{NO_VALUE}</span>;
  return (
    <span className={isStrong ? "font-semibold" : "text-ink-soft"}>
      {value > limit && (
        <>
          <span aria-hidden="true">▲ </span>
          <span className="sr-only">over its limit: </span>
        </>
      )}
      {formatFixed(value, 1)}
    </span>
  );
}

function explain({ plan, readMs }: PlanView): Explanation {
  const { notes, window } = plan.assessment;
  const { fromMinute, toMinute } = windowOf(window);
  return {
    measure: "Before and after",
    definition:
      "Before is what was measured in the plan’s snapshot. After is the same minutes with the CPU that the load model attributes to the moved registries taken off where they leave and added where they go; everything that the model does not explain is kept. The interval holds the truth in nine of ten cases. Every phase is simulated with all phases before it.",
    window: formatUtcWindow(fromMinute, toMinute, readMs),
    coverage:
      notes.length === 0
        ? "The data of the pools that change are sound in these hours."
        : notes.map(({ detail }) => detail).join(" "),
  };
}
