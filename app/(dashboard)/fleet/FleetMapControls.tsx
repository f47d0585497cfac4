"use client";

import { formatDuration } from "#lib/charts/index.ts";
import { Choice } from "../../_components/Choice.tsx";
import { SelectBox } from "../../_components/SelectBox.tsx";
import type { FleetState } from "./useFleetState.ts";

export const MEASURE_WORDS = {
  hot: "Hottest node",
  p95: "P95 of the hottest node",
  average: "Pool average",
} as const;

const STEPS = ["1m", "5m", "10m", "15m", "30m", "1h", "3h", "6h", "1d"];

interface FleetMapControlsProps {
  readonly state: FleetState;
  /** The step in use, to say what "auto" came to. */
  readonly stepMinutes: number;
}

/** The map's knobs: what a cell shows, how long it is, how the rows stand. */
export function FleetMapControls({ state, stepMinutes }: FleetMapControlsProps) {
  return (
    <>
      <Choice
        label="Measure"
        value={state.measure}
        onChange={state.setMeasure}
        items={[
          { value: "hot", label: "Hot" },
          { value: "p95", label: "P95" },
          { value: "average", label: "Average" },
        ]}
      />
      <SelectBox
        label="Sort"
        showsLabel
        value={state.order}
        onChange={(order) => state.setOrder(order === "name" || order === "region" ? order : "heat")}
        items={[
          { value: "heat", label: "by heat" },
          { value: "name", label: "by name" },
          { value: "region", label: "by region" },
        ]}
      />
      <SelectBox
        label="Step"
        showsLabel
        value={state.step}
        onChange={state.setStep}
        items={[
          { value: "", label: state.step === "" ? `auto, ${formatDuration(stepMinutes * 60)}` : "auto" },
          ...STEPS.map((step) => ({ value: step, label: step })),
        ]}
      />
      <Choice
        label="Row height"
        value={state.density}
        onChange={state.setDensity}
        items={[
          { value: "rows", label: "Rows" },
          { value: "fit", label: "Fit" },
        ]}
      />
    </>
  );
}
