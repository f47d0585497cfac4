"use client";

import { useMemo } from "react";
import { explainOutcome } from "./explainOutcome.ts";
import { outcomeColumns } from "./outcomeColumns.tsx";
import { PoolsPanel } from "./PoolsPanel.tsx";
import type { ScenarioState } from "./useScenarioState.ts";
import type { ScenarioOutcome, WhatIfView } from "./whatIfView.ts";

interface OutcomePanelProps {
  readonly title: string;
  readonly view: WhatIfView;
  readonly outcome: ScenarioOutcome;
  readonly state: ScenarioState;
  readonly onSaveCsv: () => void;
}

/** Before and after of every pool, as numbers. */
export function OutcomePanel({ title, view, outcome, state, onSaveCsv }: OutcomePanelProps) {
  const rows = useMemo(
    () => outcome.pools.filter(({ role }) => state.pools === "all" || role !== "untouched"),
    [outcome, state.pools],
  );
  const columns = useMemo(() => {
    const existing = new Set(view.stamps.map(({ name }) => name));
    return outcomeColumns((pool) => !existing.has(pool.stamp));
  }, [view.stamps]);
  return (
    <PoolsPanel
      {...{ title, columns, rows, state, onSaveCsv }}
      windowText={view.windowText}
      explain={explainOutcome(view, outcome)}
      emptyText="No pool changes: no registry goes anywhere yet."
    />
  );
}
