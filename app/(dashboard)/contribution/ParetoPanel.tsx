"use client";

import { useMemo, useRef } from "react";
import { formatCount } from "#lib/charts/index.ts";
import { Choice } from "../../_components/Choice.tsx";
import { type ParetoBar, ParetoChart } from "../../_components/chart/ParetoChart.tsx";
import { seriesColor } from "../../_components/chart/seriesColor.ts";
import { svgToPng } from "../../_components/chart/svgToPng.ts";
import type { Explanation } from "../../_components/overlay/ExplainDialog.tsx";
import { Panel } from "../../_components/Panel.tsx";
import type { RankedRow } from "./contributorColumns.tsx";
import type { ContributionState } from "./useContributionState.ts";

interface ParetoPanelProps {
  /** Of what: `wus-a`, `halcyon-ai`. */
  readonly subject: string;
  /** In rank order. */
  readonly rows: readonly RankedRow[];
  readonly noun: string;
  readonly showsStamp: boolean;
  readonly measures: { readonly requests: boolean; readonly bytes: boolean };
  readonly state: ContributionState;
  readonly explain: Explanation;
  readonly csvHref: string;
}

const SHOWN_AT_MOST = 16;

/** Who carries how much of the traffic, in rank order. */
export function ParetoPanel(props: ParetoPanelProps) {
  const { rows, state, measures, subject, noun } = props;
  const svgRef = useRef<SVGSVGElement>(null);
  const bars = useMemo(
    () => paretoBars(rows, state.of, props.showsStamp),
    [rows, state.of, props.showsStamp],
  );
  const title = `${subject}: cumulative share of ${state.of}, by rank`;
  return (
    <Panel
      title={`Cumulative share of ${state.of}`}
      note={paretoNote(bars.length, rows.length, noun)}
      explain={props.explain}
      csvHref={props.csvHref}
      png={{ fileName: `${subject}-share.png`, draw: () => svgToPng(svgRef.current, title) }}
      controls={
        measures.requests && measures.bytes ? (
          <Choice
            label="Share of"
            value={state.of}
            onChange={state.setOf}
            items={[
              { value: "requests", label: "Requests" },
              { value: "bytes", label: "Bytes" },
            ]}
          />
        ) : undefined
      }
    >
      {bars.length === 0 ? (
        <p className="py-6 text-ink-soft">
          Nobody reported {state.of} in this time, so there is nothing to share out.
        </p>
      ) : (
        <ParetoChart
          label={title}
          bars={bars}
          selectedId={state.pick}
          onSelect={state.togglePick}
          svgRef={svgRef}
        />
      )}
    </Panel>
  );
}

function paretoBars(rows: readonly RankedRow[], of: "requests" | "bytes", showsStamp: boolean): ParetoBar[] {
  return rows.slice(0, SHOWN_AT_MOST).flatMap((row) => {
    const share = of === "bytes" ? row.byteShare : row.requestShare;
    if (share === null || row.cumulativeShare === null) return [];
    const name = row.registry ?? row.tenant;
    const label = showsStamp ? `${name} on ${row.stamp}` : name;
    return [
      { id: row.id, label, share, cumulative: row.cumulativeShare, color: row.color ?? seriesColor(-1) },
    ];
  });
}

function paretoNote(shown: number, all: number, noun: string): string {
  if (shown === 0) return "in the order of the ranking";
  const which =
    shown < all ? `the first ${shown} of ${formatCount(all)} ${noun}` : `all ${formatCount(all)} ${noun}`;
  return `${which}, in the order of the ranking; the line is what they carry together`;
}
