"use client";

import { useMemo, useState } from "react";
import { formatUtcWindow } from "#lib/charts/index.ts";
import { type MinuteWindow, minuteToIso } from "#lib/core/index.ts";
import { Choice } from "../../../_components/Choice.tsx";
import { LineChart } from "../../../_components/chart/LineChart.tsx";
import type { ChartLine } from "../../../_components/chart/types.ts";
import { Panel } from "../../../_components/Panel.tsx";
import { spreadColumns } from "./packCurve.ts";
import type { PlaceView, ReplicaView } from "./registryView.ts";

interface LoadPanelProps {
  readonly registry: string;
  readonly replica: ReplicaView;
  readonly window: MinuteWindow;
  readonly now: number;
}

const TONES = ["strong", "accent", "soft", "faint"] as const;

/** What the registry asks for in a region, a line for each pool it was in. */
export function LoadPanel({ registry, replica, window, now }: LoadPanelProps) {
  const available = (["requests", "bytes"] as const).filter((measure) =>
    replica.places.some(({ curve }) => curve[measure] !== null),
  );
  const [chosen, setChosen] = useState<"requests" | "bytes">("requests");
  const measure = available.find((one) => one === chosen) ?? available[0];
  const lines = useMemo(
    () => (measure === undefined ? [] : loadLines(replica.places, measure)),
    [replica.places, measure],
  );
  const parameters = new URLSearchParams({
    region: replica.region,
    from: minuteToIso(window.fromMinute),
    to: minuteToIso(window.toMinute),
  });
  return (
    <Panel
      title={`Load in ${replica.region}`}
      note={formatUtcWindow(window.fromMinute, window.toMinute, now)}
      csvHref={`/api/v1/registries/${encodeURIComponent(registry)}/load.csv?${parameters}`}
      controls={
        available.length > 1 ? (
          <Choice
            label="Measure"
            value={measure ?? "requests"}
            onChange={setChosen}
            items={[
              { value: "requests", label: "Requests" },
              { value: "bytes", label: "Bytes" },
            ]}
          />
        ) : undefined
      }
      explain={{
        measure: "Load",
        definition:
          "Requests and bytes of each minute, as they were reported for each pool. In a minute in which anybody’s load of the pool was reported and this registry had none, it asked for nothing; a minute in which nobody’s was reported is a gap.",
        window: formatUtcWindow(window.fromMinute, window.toMinute, now),
        coverage:
          "Load that it had where it was not at home is drawn too: a drain, or a move made elsewhere.",
      }}
    >
      {measure === undefined ? (
        <p className="py-6 text-ink-soft">
          No load was reported for these pools in this time. Send it to{" "}
          <code className="font-mono text-sm">POST /api/v1/samples/load</code>.
        </p>
      ) : (
        <LineChart
          label={`${registry} in ${replica.region}: ${measure} a minute`}
          window={window}
          lines={lines}
          unit={measure === "bytes" ? "bytes" : "count"}
          height={180}
          now={now}
        />
      )}
    </Panel>
  );
}

function loadLines(places: readonly PlaceView[], measure: "requests" | "bytes"): ChartLine[] {
  return places.flatMap(({ stamp, pool, curve }, at): ChartLine[] => {
    const values = curve[measure];
    if (values === null) return [];
    return [
      {
        key: `${stamp}/${pool}`,
        label: `${stamp} ${pool}, ${measure} a minute`,
        thinBy: "mean",
        tone: TONES[Math.min(at, TONES.length - 1)] ?? "faint",
        values: spreadColumns(values, curve),
      },
    ];
  });
}
