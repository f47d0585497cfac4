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

const SPAN_HEIGHT = 17;
const TICK_HEIGHT = 20;
/** More spans than this say nothing any more: one colour each would be needed to tell them apart. */
const SPANS_AT_MOST = 4;
const LABEL_PIXELS = 40;

/** Pixels that the axis takes above the plot. */
export function axisHeight(spans: number): number {
  return TICK_HEIGHT + (spans <= SPANS_AT_MOST ? spans * SPAN_HEIGHT : 0);
}

/** Round UTC times over the columns, and above them the spans that the numbers beside the map speak of. */
export function HeatmapTimeAxis({ window, width, labelWidth, spans }: HeatmapTimeAxisProps) {
  const minutes = window.toMinute - window.fromMinute;
  const pixelOf = (minute: number) => ((minute - window.fromMinute) / minutes) * width;
  return (
    <div
      className="relative select-none"
      style={{ height: axisHeight(spans.length), marginLeft: labelWidth }}
    >
      {spans.length <= SPANS_AT_MOST &&
        spans.map((span, lane) => {
          const left = Math.max(0, pixelOf(span.fromMinute));
          const right = Math.min(width, pixelOf(span.toMinute));
          if (right <= left) return null;
          return (
            <div
              key={span.label}
              className="absolute truncate border-x border-t border-accent px-1 text-2xs leading-[14px] text-ink-soft"
              style={{ left, width: right - left, height: SPAN_HEIGHT - 2, top: lane * SPAN_HEIGHT }}
              title={span.label}
            >
              {span.label}
            </div>
          );
        })}
      {timeTicks(window, width).map((tick) => {
        const left = pixelOf(tick.minute);
        return (
          <div
            key={tick.minute}
            className={`absolute bottom-0 border-l pl-1 text-2xs whitespace-nowrap ${
              tick.isDay ? "border-line-strong font-semibold text-ink" : "border-line text-ink-soft"
            }`}
            style={{ left, height: TICK_HEIGHT - 3 }}
          >
            {/* At the far end the tick alone fits. */}
            {width - left > (tick.isDay ? LABEL_PIXELS * 2 : LABEL_PIXELS) && tick.label}
          </div>
        );
      })}
    </div>
  );
}
