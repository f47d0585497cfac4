import { formatCount } from "#lib/charts/index.ts";
import type { MinuteWindow } from "#lib/core/index.ts";
import type { PoolHealth } from "#lib/hotness/health/poolHealth.ts";
import { gapPlaces } from "./healthView.ts";

interface GapStripProps {
  readonly gaps: PoolHealth["gaps"];
  readonly window: MinuteWindow;
  /** Whether there is any data at all in the window. */
  readonly hasData: boolean;
}

/** The last 24 hours as a strip: full where there are data, hatched where there are none. */
export function GapStrip({ gaps, window, hasData }: GapStripProps) {
  const label = !hasData
    ? "no data in 24 hours"
    : gaps.length === 0
      ? "no gap in 24 hours"
      : `${formatCount(gaps.length)} ${gaps.length === 1 ? "gap" : "gaps"} in 24 hours`;
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      className={`relative block h-3 w-full overflow-hidden rounded-[2px] border border-line ${hasData ? "bg-ink-faint/60" : "hatch"}`}
    >
      {gapPlaces(gaps, window).map((gap) => (
        <span
          key={gap.start}
          className="hatch absolute inset-y-0 border-x border-ink"
          style={{ left: percent(gap.start), width: percent(gap.length), minWidth: 3 }}
        />
      ))}
    </span>
  );
}

/** Few digits, so that the server and the browser write the same. */
function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}
