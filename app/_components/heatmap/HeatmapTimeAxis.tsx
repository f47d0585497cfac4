"use client";

import { timeTicks } from "#lib/charts/index.ts";
import type { MinuteWindow } from "#lib/core/index.ts";
import type { HeatmapSpan } from "./types.ts";

interface HeatmapTimeAxisProps {
  readonly window: MinuteWindow;
  readonly width: number;
  readonly labelWidth: number;
  readonly spans: readonly HeatmapSpan[];
}

/** Round UTC times over the columns, and above them the spans that the numbers beside the map speak of. */
export function HeatmapTimeAxis({ window, width, labelWidth, spans }: HeatmapTimeAxisProps) {
  const minutes = window.toMinute - window.fromMinute;
  const pixelOf = (minute: number) => ((minute - window.fromMinute) / minutes) * width;
  return (
    <div
      className="relative select-none"
      style={{ height: spans.length > 0 ? 36 : 22, marginLeft: labelWidth }}
    >
      {spans.map((span) => {
        const left = Math.max(0, pixelOf(span.fromMinute));
        const right = Math.min(width, pixelOf(span.toMinute));
        if (right <= left) return null;
        return (
          <div
            key={span.label}
            className="absolute top-0 truncate border-x border-t border-accent px-1 text-2xs leading-4 text-ink-soft"
            style={{ left, width: right - left, height: 14 }}
            title={span.label}
          >
            {span.label}
          </div>
        );
      })}
      {timeTicks(window, width).map((tick) => {
        const left = pixelOf(tick.minute);
        // A label at the far end would stick out: it is right-aligned to its tick instead.
        const isLast = width - left < 64;
        return (
          <div
            key={tick.minute}
            className={`absolute bottom-0 border-l px-1 text-2xs whitespace-nowrap ${
              tick.isDay ? "border-line-strong font-semibold text-ink" : "border-line text-ink-soft"
            } ${isLast && width > 200 ? "-translate-x-full border-r border-l-0" : ""}`}
            style={{ left, height: 18 }}
          >
            {tick.label}
          </div>
        );
      })}
    </div>
  );
}
