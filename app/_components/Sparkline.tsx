import { sparklinePath } from "#lib/charts/index.ts";

interface SparklineProps {
  readonly values: readonly (number | null)[];
  /** What the line shows, for those who cannot see it: "hot, last 24 hours, 12 to 43 %". */
  readonly label: string;
  readonly width?: number;
  readonly height?: number;
  /** Value at the top of the box; by default 100. */
  readonly top?: number;
}

/** A small line without axes; gaps stay gaps. */
export function Sparkline({ values, label, width = 96, height = 20, top = 100 }: SparklineProps) {
  return (
    <svg role="img" aria-label={label} width={width} height={height + 2} className="overflow-visible">
      <path
        d={sparklinePath(values, { width, height, top })}
        transform="translate(0 1)"
        className="fill-none stroke-ink-soft"
        strokeWidth="1.25"
        strokeLinejoin="round"
      />
    </svg>
  );
}
