import { STROKES } from "./strokes.ts";
import type { ChartBand, ChartLine, ChartSpan } from "./types.ts";

interface LineLegendProps {
  readonly lines: readonly ChartLine[];
  readonly minutesPerPoint: number;
  readonly measured: ChartSpan | undefined;
  readonly band: ChartBand | undefined;
}

/** Which line is which. Drawn as they are drawn; and said when a point stands for more than a minute. */
export function LineLegend({ lines, minutesPerPoint, measured, band }: LineLegendProps) {
  return (
    <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 pb-1 text-xs text-ink-soft">
      {lines.map((line) => (
        <span key={line.key} className="flex items-center gap-1.5">
          <svg width="18" height="4" aria-hidden="true">
            <path
              d="M0 2h18"
              stroke={STROKES[line.tone].color}
              strokeWidth={STROKES[line.tone].width + 0.5}
              strokeDasharray={line.isDashed ? "4 3" : undefined}
            />
          </svg>
          {line.label}
        </span>
      ))}
      {measured !== undefined && (
        <span className="flex items-center gap-1.5">
          <span aria-hidden="true" className="h-2 w-4 border-x border-t-2 border-accent" />
          {measured.label}
        </span>
      )}
      {band !== undefined && (
        <span className="flex items-center gap-1.5">
          <span aria-hidden="true" className="h-2.5 w-4 rounded-xs bg-accent/25" />
          {band.label}
        </span>
      )}
      {minutesPerPoint > 1 && (
        <span className="text-ink-faint">
          {minutesPerPoint} minutes a point: the greatest of them for hot, the mean for averages
        </span>
      )}
    </figcaption>
  );
}
