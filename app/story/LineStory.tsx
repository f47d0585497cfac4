"use client";
import { useMemo } from "react";
import { decodeCells } from "#lib/charts/index.ts";
import { LineChart } from "../_components/chart/LineChart.tsx";
import { Panel } from "../_components/Panel.tsx";
import { fixture } from "./fixture.ts";

export function LineStory({ readMs }: { readMs: number }) {
  const p = useMemo(() => {
    const f = fixture(3, readMs, 720, 1);
    const all = decodeCells(f.cells.cells);
    const window = { fromMinute: f.cells.fromMinute, toMinute: f.cells.fromMinute + 720 };
    const v = (r: number) => [...all.subarray(r * 720, r * 720 + 720)].map((x) => (x < 0 ? null : x / 100));
    return {
      window,
      lines: [
        { key: "hot", label: "Hottest node", thinBy: "max" as const, tone: "strong" as const, values: v(5) },
        {
          key: "average",
          label: "Pool average",
          thinBy: "mean" as const,
          tone: "soft" as const,
          values: v(5).map((x) => (x === null ? null : x / 3)),
        },
      ],
    };
  }, [readMs]);
  return (
    <Panel title="dataproxy" note="minute by minute">
      <LineChart
        label="dataproxy hot"
        now={readMs}
        {...p}
        thresholds={{ normal: 30, warm: 50, hot: 65, critical: 80 }}
        levels={[
          { value: 43, label: "P95 43.0 %", tone: "strong" },
          { value: 40, label: "limit 40", tone: "limit" },
        ]}
        annotations={[
          {
            fromMinute: p.window.fromMinute + 200,
            toMinute: p.window.fromMinute + 260,
            label: "throttling, high",
            kind: "signal",
          },
        ]}
      />
    </Panel>
  );
}
