import { formatCpu, formatShare } from "#lib/charts/index.ts";

/** Under this coverage a number is shown as thin (PRODUCT.md, "Coverage": a warning under 0.9). */
const THIN_BELOW = 0.9;

interface CpuProps {
  readonly percent: number | null;
  /** Share of the expected data, 0–1; left out where it stands elsewhere in the same row. */
  readonly coverage?: number | null;
  readonly isStrong?: boolean;
}

/** CPU percent; lighter, with the coverage beside it, when it rests on thin data: seen before anyone hovers. */
export function Cpu({ percent, coverage = null, isStrong = false }: CpuProps) {
  const isThin = percent !== null && coverage !== null && coverage < THIN_BELOW;
  if (percent === null) return <span className="text-ink-faint">{formatCpu(null)}</span>;
  return (
    <span className={isThin ? "font-normal text-ink-faint" : isStrong ? "font-semibold" : ""}>
      {formatCpu(percent)}
      {isThin && (
        <span className="ml-1 text-2xs" title="Share of the expected data that is there">
          of {formatShare(coverage)} data
        </span>
      )}
    </span>
  );
}
