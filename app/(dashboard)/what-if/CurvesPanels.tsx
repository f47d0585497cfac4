"use client";

import { useMemo } from "react";
import { decodeCells, formatCpu, formatFixed } from "#lib/charts/index.ts";
import { toPercent } from "#lib/core/index.ts";
import { drawLinePng } from "../../_components/chart/drawLinePng.ts";
import { LineChart } from "../../_components/chart/LineChart.tsx";
import type { ChartBand, ChartLevel, ChartLine } from "../../_components/chart/types.ts";
import { useTheme } from "../../_components/chart/useTheme.ts";
import { Panel } from "../../_components/Panel.tsx";
import type { PoolOutcome } from "./poolOutcome.ts";
import type { ScenarioOutcome, WhatIfView } from "./whatIfView.ts";

/** What is drawn: pools with their numbers, and their curves where there are any. */
type Drawn = Pick<ScenarioOutcome, "pools" | "curves">;

interface CurvesPanelsProps {
  readonly view: Pick<WhatIfView, "window" | "windowText" | "readMs">;
  readonly outcome: Drawn;
  /** The other scenario, drawn beside it; null = there is none. */
  readonly other: { readonly name: string; readonly outcome: Drawn } | null;
  /** `A` or `B` where there are two; empty where there is one. */
  readonly name: string;
}

/** The hottest node of every pool that changes: measured, and as it would be. */
export function CurvesPanels({ view, outcome, other, name }: CurvesPanelsProps) {
  const touched = outcome.pools.filter(({ role }) => role !== "untouched");
  const drawn = touched.filter(({ id }) => outcome.curves.some((curve) => curve.id === id));
  if (drawn.length === 0) return null;
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {drawn.map((pool) => (
        <CurvePanel key={pool.id} {...{ pool, view, outcome, other, name }} />
      ))}
    </div>
  );
}

function CurvePanel({
  pool,
  view,
  outcome,
  other,
  name,
}: CurvesPanelsProps & { readonly pool: PoolOutcome }) {
  const theme = useTheme();
  const lines = useMemo(() => curveLines(pool.id, { outcome, other, name }), [pool.id, outcome, other, name]);
  const { levels, band } = useMemo(() => levelsOf(pool), [pool]);
  const title = `${pool.stamp} ${pool.pool}: hottest node, ${pool.p95.before === null ? "as it would be" : "before and after"}`;
  const chart = { window: view.window, lines, levels };
  return (
    <Panel
      title={title}
      note={view.windowText}
      png={{
        fileName: `before-after-${pool.stamp}-${pool.pool}.png`,
        draw: () => drawLinePng({ title, theme, ...chart }),
      }}
    >
      <LineChart
        label={title}
        thing={pool.id}
        now={view.readMs}
        height={200}
        {...chart}
        {...(band === null ? {} : { band })}
      />
    </Panel>
  );
}

function curveLines(
  id: string,
  { outcome, other, name }: Pick<CurvesPanelsProps, "outcome" | "other" | "name">,
): ChartLine[] {
  const own = valuesOf(outcome, id);
  const beside = other === null ? null : valuesOf(other.outcome, id);
  const lines: ChartLine[] = [];
  if (own !== null)
    lines.push({
      key: "after",
      label: name === "" ? "Projected" : `Projected, ${name}`,
      thinBy: "max",
      tone: "accent",
      values: own.after,
    });
  if (other !== null && beside !== null)
    lines.push({
      key: "other",
      label: `Projected, ${other.name}`,
      thinBy: "max",
      tone: "strong",
      isDashed: true,
      values: beside.after,
    });
  const before = own?.before ?? beside?.before ?? [];
  if (before.some((value) => value !== null))
    lines.push({ key: "before", label: "Measured", thinBy: "max", tone: "faint", values: before });
  return lines;
}

function valuesOf({ curves }: Drawn, id: string) {
  const curve = curves.find((one) => one.id === id);
  if (curve === undefined) return null;
  const percents = (cells: string) => Array.from(decodeCells(cells), toPercent);
  return { before: percents(curve.before), after: percents(curve.after) };
}

function levelsOf({ p95, limit }: PoolOutcome): { levels: ChartLevel[]; band: ChartBand | null } {
  const levels: ChartLevel[] = [{ value: limit, label: `limit ${limit}\u00a0%`, tone: "limit" }];
  const { before, after } = p95;
  if (after !== null)
    levels.push({ value: after.value, label: `P95 ${formatCpu(after.value)}`, tone: "accent" });
  if (before !== null) levels.push({ value: before, label: `was ${formatCpu(before)}`, tone: "limit" });
  if (after === null || after.high <= after.low) return { levels, band: null };
  const label = `P95 in nine of ten cases: ${formatFixed(after.low, 0)}–${formatFixed(after.high, 0)}\u00a0%`;
  return { levels, band: { from: after.low, to: after.high, label } };
}
