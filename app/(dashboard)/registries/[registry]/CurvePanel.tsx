"use client";

import { useMemo } from "react";
import { decodeCells, formatUtcWindow } from "#lib/charts/index.ts";
import { toPercent } from "#lib/core/index.ts";
import { drawLinePng } from "../../../_components/chart/drawLinePng.ts";
import { LineChart } from "../../../_components/chart/LineChart.tsx";
import type { ChartLevel, ChartLine } from "../../../_components/chart/types.ts";
import { useTheme } from "../../../_components/chart/useTheme.ts";
import { Panel } from "../../../_components/Panel.tsx";
import { poolCsvHref } from "../../stamps/[stamp]/seriesHref.ts";
import { spreadColumns } from "./packCurve.ts";
import type { PlaceView } from "./registryView.ts";

interface CurvePanelProps {
  readonly registry: string;
  readonly place: PlaceView;
  readonly now: number;
}

/** The registry's curve against the stamp's: the pool's hottest node over time, and what of it is this registry's. */
export function CurvePanel({ registry, place, now }: CurvePanelProps) {
  const theme = useTheme();
  const lines = useMemo(() => curveLines(registry, place), [registry, place]);
  const levels: ChartLevel[] = [{ value: place.limit, label: `limit ${place.limit}\u00a0%`, tone: "limit" }];
  const title = `${place.stamp} ${place.pool}: hottest node, and what of it is ${registry}’s`;
  const chart = { window: place.curve, lines, levels };
  return (
    <Panel
      title={title}
      note={formatUtcWindow(place.curve.fromMinute, place.curve.toMinute, now)}
      csvHref={poolCsvHref(place, "series", place.curve)}
      png={{
        fileName: `${registry}-${place.stamp}-${place.pool}.png`,
        draw: () => drawLinePng({ title, theme, ...chart }),
      }}
      explain={{
        measure: "A registry’s part of the hottest node",
        definition:
          "Above, the greatest node-minute of the pool. Below, what the load model attributes to this registry on that same node: its requests and bytes at its cost, times the part of its load that falls there. Where the two rise together this registry is why; where they do not, somebody else is.",
        window: formatUtcWindow(place.curve.fromMinute, place.curve.toMinute, now),
        coverage:
          place.curve.own === null
            ? "There is no load model that may be used, so only the pool is drawn."
            : "Minutes without reported load are gaps in the lower line.",
      }}
    >
      <LineChart label={title} thing={`${place.stamp}/${place.pool}`} now={now} height={200} {...chart} />
    </Panel>
  );
}

function curveLines(registry: string, { curve }: PlaceView): ChartLine[] {
  const percents = (cells: string) => spreadColumns(Array.from(decodeCells(cells), toPercent), curve);
  const hot: ChartLine = {
    key: "hot",
    label: "Hottest node",
    thinBy: "max",
    tone: "strong",
    values: percents(curve.hot),
  };
  if (curve.own === null) return [hot];
  return [
    hot,
    { key: "own", label: `${registry} on it`, thinBy: "max", tone: "accent", values: percents(curve.own) },
  ];
}
