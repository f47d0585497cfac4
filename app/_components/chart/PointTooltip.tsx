"use client";

import { formatLocalTime, formatUtcDateTime, type LinePoint, minuteStartMs } from "#lib/charts/index.ts";
import type { EpochMinute } from "#lib/core/index.ts";
import { useTimeZone } from "../Time.tsx";
import { formatUnit } from "./formatUnit.ts";
import type { ChartLine, ChartUnit } from "./types.ts";

interface PointTooltipProps {
  readonly minute: EpochMinute;
  readonly points: readonly LinePoint[];
  readonly minutesPerPoint: number;
  readonly lines: readonly ChartLine[];
  readonly unit: ChartUnit;
  readonly now: number;
}

/** What all lines read at the pointed minute. */
export function PointTooltip(props: PointTooltipProps) {
  const { minute, points, minutesPerPoint, lines, unit, now } = props;
  const timeZone = useTimeZone();
  const point = points.findLast((candidate) => candidate.minute <= minute);
  const startMs = minuteStartMs(point?.minute ?? minute);
  return (
    <div className="popup px-3 py-2 text-xs">
      <p className="font-semibold">{formatUtcDateTime(startMs, now)} UTC</p>
      {timeZone !== null && <p className="text-ink-faint">{formatLocalTime(startMs, timeZone)} here</p>}
      <dl className="mt-1 grid grid-cols-[1fr_max-content] gap-x-4">
        {lines.map((line) => (
          <div key={line.key} className="contents">
            <dt className="text-ink-soft">{line.label}</dt>
            <dd className="text-right font-medium">{formatUnit(point?.[line.key] ?? null, unit)}</dd>
          </div>
        ))}
      </dl>
      {minutesPerPoint > 1 && <p className="text-ink-faint">over {minutesPerPoint} minutes</p>}
    </div>
  );
}
