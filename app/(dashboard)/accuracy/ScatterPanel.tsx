"use client";

import { useMemo, useRef } from "react";
import { formatCount, formatCpu, formatFixed, formatInterval, formatPoints } from "#lib/charts/index.ts";
import { ScatterChart } from "../../_components/chart/ScatterChart.tsx";
import type { ScatterMark } from "../../_components/chart/ScatterDrawing.tsx";
import { seriesColor } from "../../_components/chart/seriesColor.ts";
import { svgToPng } from "../../_components/chart/svgToPng.ts";
import { Panel } from "../../_components/Panel.tsx";
import { type AccuracyRow, movesText } from "./accuracyRow.ts";
import { doubtsOf } from "./describeAccuracy.ts";
import type { AccuracyState } from "./useAccuracyState.ts";

interface ScatterPanelProps {
  readonly rows: readonly AccuracyRow[];
  /** Every kind there is: a colour belongs to its kind, whatever is filtered. */
  readonly kinds: readonly string[];
  readonly state: AccuracyState;
  readonly csvHref: string;
}

const MOST_POINTS = 500;
const BAND_POINTS = 5;
const TITLE = "Predicted against measured hot-node P95";

/** One point a pool that moves touched. */
export function ScatterPanel({ rows, kinds, state, csvHref }: ScatterPanelProps) {
  const svgRef = useRef<SVGSVGElement>(null);
  const told = useMemo(() => rows.filter((row) => row.error !== null), [rows]);
  const shown = useMemo(() => told.slice(0, MOST_POINTS), [told]);
  const marks = useMemo(() => shown.flatMap((row) => markOf(row, kinds)), [shown, kinds]);
  const rowOf = useMemo(() => new Map(shown.map((row) => [row.id, row])), [shown]);
  return (
    <Panel
      title={TITLE}
      note={noteOf(shown.length, told.length)}
      csvHref={csvHref}
      png={{ fileName: "accuracy.png", draw: () => svgToPng(svgRef.current, TITLE) }}
      explain={EXPLANATION}
    >
      {marks.length === 0 ? (
        <p className="py-6 text-ink-soft">Nothing that passes the filter was both predicted and measured.</p>
      ) : (
        <>
          <ScatterChart
            label={`${TITLE}: ${formatCount(marks.length)} pools`}
            marks={marks}
            xName="Predicted, % of a node"
            yName="Measured, % of a node"
            band={BAND_POINTS}
            selectedId={state.pick}
            onSelect={state.togglePick}
            tooltip={({ id }) => <PointFacts row={rowOf.get(id)} />}
            svgRef={svgRef}
          />
          <Legend kinds={kinds} />
        </>
      )}
    </Panel>
  );
}

function noteOf(shown: number, all: number): string {
  const which =
    shown < all
      ? `the latest ${formatCount(shown)} of ${formatCount(all)} pools`
      : `${formatCount(all)} pools`;
  return `${which}; on the dashed line the two agree, in the band they are within ${BAND_POINTS} points`;
}

function markOf(row: AccuracyRow, kinds: readonly string[]): ScatterMark[] {
  const { predicted, measured } = row;
  if (predicted === null || measured.hotNodeP95 === null) return [];
  const { value, low, high } = predicted.hotNodeP95;
  return [
    {
      id: row.id,
      label: `${row.stamp} ${row.pool}, ${row.role}: predicted ${formatInterval(value, low, high)}, measured ${formatCpu(measured.hotNodeP95)}`,
      x: value,
      y: measured.hotNodeP95,
      low,
      high,
      color: seriesColor(kinds.indexOf(row.kind)),
      isHollow: row.role === "source",
      isSquare: row.isInside === false,
    },
  ];
}

function PointFacts({ row }: { row: AccuracyRow | undefined }) {
  if (row === undefined || row.predicted === null) return null;
  const { value, low, high } = row.predicted.hotNodeP95;
  return (
    <>
      <p className="font-semibold">
        {row.stamp} {row.pool}
      </p>
      <p className="text-ink-soft">
        {row.role} of {movesText(row.moves)}
      </p>
      <dl className="mt-1 grid grid-cols-[1fr_max-content] gap-x-4">
        <dt className="text-ink-soft">Before</dt>
        <dd className="text-right">{formatCpu(row.before.hotNodeP95)}</dd>
        <dt className="text-ink-soft">Without the moves</dt>
        <dd className="text-right">{formatCpu(row.unmovedP95)}</dd>
        <dt className="text-ink-soft">Predicted</dt>
        <dd className="text-right">{`${formatCpu(value)} (${formatFixed(low, 1)}–${formatFixed(high, 1)})`}</dd>
        <dt className="text-ink-soft">Measured</dt>
        <dd className="text-right">{formatCpu(row.measured.hotNodeP95)}</dd>
        <dt className="text-ink-soft">Error</dt>
        <dd className="text-right font-medium">{formatPoints(row.error)}</dd>
      </dl>
      {doubtsOf(row).map(({ long }) => (
        <p key={long} className="text-ink-faint">
          {long}
        </p>
      ))}
    </>
  );
}

function Legend({ kinds }: { kinds: readonly string[] }) {
  return (
    <ul className="flex flex-wrap items-center gap-x-4 gap-y-1 pt-2 text-xs text-ink-soft">
      {kinds.map((kind, place) => (
        <li key={kind} className="flex items-center gap-1.5">
          <span
            aria-hidden="true"
            className="size-2.5 rounded-full"
            style={{ background: seriesColor(place) }}
          />
          {kind}
        </li>
      ))}
      <li className="flex items-center gap-1.5">
        <span aria-hidden="true" className="size-2.5 rounded-full border-2 border-ink-soft" />
        source
      </li>
      <li className="flex items-center gap-1.5">
        <span aria-hidden="true" className="size-2.5 rounded-full bg-ink-soft" />
        destination
      </li>
      <li className="flex items-center gap-1.5">
        <span aria-hidden="true" className="size-2.5 border-2 border-ink-soft" />
        outside its 90 % interval
      </li>
    </ul>
  );
}

const EXPLANATION = {
  measure: "Predicted against measured",
  definition:
    "For every set of registries that changed their home within an hour of one another, and every pool of the stamps they left and reached: the hot-node P95 that the simulation predicts from the peak window of the day before, and the one that was measured in the same clock hours of the first full day (UTC) after. Hovering a point shows its 90 % interval.",
  window: "All moves whose minutes of single nodes are kept, whatever the time range of the page",
  coverage:
    "A pool of which under half of the CPU or load data is there, or whose stamps other moves disturbed, is refused: it stands in the table with the reason, and in no figure.",
};
