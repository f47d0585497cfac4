"use client";

import { X } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { summarizeAccuracy } from "#lib/backtest/summarizeAccuracy.ts";
import type { PredictionResult } from "#lib/backtest/types.ts";
import { Choice } from "../../_components/Choice.tsx";
import { CrosshairProvider } from "../../_components/chart/crosshair.tsx";
import { PageHeading } from "../../_components/PageHeading.tsx";
import { SelectBox } from "../../_components/SelectBox.tsx";
import { accuracyRow, filterAccuracy } from "./accuracyRow.ts";
import { BASIS_LABELS, BASIS_MEANINGS, describeAccuracy } from "./describeAccuracy.ts";
import { GroupsPanel } from "./GroupsPanel.tsx";
import { MovesPanel } from "./MovesPanel.tsx";
import { ResultsPanel } from "./ResultsPanel.tsx";
import { ScatterPanel } from "./ScatterPanel.tsx";
import { SummaryStrip } from "./SummaryStrip.tsx";
import { type AccuracyState, useAccuracyState } from "./useAccuracyState.ts";
import { type Waiting, WaitingMoves } from "./WaitingMoves.tsx";

export interface AccuracyView {
  /** By both bases, the latest moves first. */
  readonly results: readonly PredictionResult[];
  /** Older ones that are not shown. */
  readonly left: number;
  readonly waiting: Waiting;
  readonly readMs: number;
}

/** What moves were to do, and did. */
export function AccuracyScreen({ view }: { view: AccuracyView }) {
  const state = useAccuracyState();
  const region = useSearchParams().get("region") ?? "";
  const all = useMemo(() => view.results.map(accuracyRow), [view.results]);
  const { kind, role, basis } = state;
  const passing = useMemo(() => filterAccuracy(all, { kind, role }), [all, kind, role]);
  const rows = useMemo(() => passing.filter((row) => row.basis === basis), [passing, basis]);
  const kinds = useMemo(() => [...new Set(all.map((row) => row.kind))].sort(), [all]);
  const [observed, predicted] = useMemo(
    () => [
      summarizeAccuracy(passing.filter((row) => row.basis === "on_observed_load")),
      summarizeAccuracy(passing.filter((row) => row.basis === "as_predicted")),
    ],
    [passing],
  );
  const csvHref = csvAddress(state, region);
  const picked = rows.find(({ id }) => id === state.pick) ?? null;
  return (
    <CrosshairProvider>
      <div className="flex flex-col gap-4">
        <PageHeading title="Accuracy" summary={describeAccuracy(observed, predicted)} />
        <WaitingMoves waiting={view.waiting} readMs={view.readMs} />
        <Filters state={state} kinds={kinds} />
        <SummaryStrip summary={basis === "as_predicted" ? predicted : observed} basis={basis} />
        <div className="grid gap-4 xl:grid-cols-2">
          <ScatterPanel {...{ rows, kinds, state, csvHref }} />
          <GroupsPanel {...{ rows, csvHref }} />
        </div>
        {picked !== null && <MovesPanel row={picked} readMs={view.readMs} />}
        <ResultsPanel {...{ rows, state, csvHref }} left={view.left} readMs={view.readMs} />
      </div>
    </CrosshairProvider>
  );
}

function csvAddress({ basis, kind, role }: AccuracyState, region: string): string {
  const query = new URLSearchParams({ basis });
  for (const [name, value] of Object.entries({ region, kind, role }))
    if (value !== "") query.set(name, value);
  return `/api/v1/accuracy.csv?${query}`;
}

function Filters({ state, kinds }: { state: AccuracyState; kinds: readonly string[] }) {
  const { basis } = state;
  return (
    <div className="flex flex-col gap-1">
      <search className="flex flex-wrap items-center gap-2">
        <Choice
          label="Predicted from what"
          value={basis}
          onChange={state.setBasis}
          items={(["on_observed_load", "as_predicted"] as const).map((value) => ({
            value,
            label: BASIS_LABELS[value],
          }))}
        />
        <SelectBox
          label="Pool kind"
          showsLabel
          value={state.kind}
          onChange={state.setKind}
          items={[{ value: "", label: "any" }, ...kinds.map((value) => ({ value, label: value }))]}
        />
        <SelectBox
          label="Role"
          showsLabel
          value={state.role}
          onChange={state.setRole}
          items={[
            { value: "", label: "any" },
            { value: "source", label: "source" },
            { value: "destination", label: "destination" },
          ]}
        />
        {(state.kind !== "" || state.role !== "") && (
          <button type="button" className="control" onClick={state.clear}>
            <X size={14} aria-hidden="true" /> Clear
          </button>
        )}
      </search>
      <p className="max-w-prose text-xs text-ink-soft">{BASIS_MEANINGS[basis]}</p>
    </div>
  );
}
