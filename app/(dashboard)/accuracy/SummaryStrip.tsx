import type { AccuracySummary } from "#lib/backtest/summarizeAccuracy.ts";
import type { Basis } from "#lib/backtest/types.ts";
import { formatCount, formatFixed, formatPoints, formatShare, NO_VALUE } from "#lib/charts/index.ts";
import { Stat } from "../../_components/Stat.tsx";

/** How far predictions were off, in five numbers. */
export function SummaryStrip({ summary, basis }: { summary: AccuracySummary; basis: Basis }) {
  const { pools, refused, medianError, p90Error, bias, insideShare } = summary;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 rounded-lg border border-line bg-surface px-4 py-3 sm:grid-cols-3 lg:grid-cols-5">
      <Stat
        label="Median error of hot-node P95"
        value={errorText(medianError)}
        note="half of the predictions are closer"
        isStrong
      />
      <Stat
        label="90th percentile of the error"
        value={errorText(p90Error)}
        note="nine in ten are closer"
        isStrong
      />
      <Stat label="Bias" value={formatPoints(bias)} note={biasNote(bias)} isStrong />
      <Stat
        label="Inside the 90 % interval"
        value={formatShare(insideShare)}
        note={basis === "as_predicted" ? "it does not hold how load changes" : "90 % is what it should be"}
        isStrong
      />
      <Stat
        label="Pools predicted and measured"
        value={formatCount(pools)}
        note={refused === 0 ? "none refused" : `${formatCount(refused)} more refused: the table says why`}
        isStrong
      />
    </dl>
  );
}

/** An error has no sign. */
export function errorText(points: number | null): string {
  return points === null ? NO_VALUE : `${formatFixed(points, 1)}\u00a0pts`;
}

function biasNote(bias: number | null): string {
  if (bias === null) return "predicted − measured";
  if (Math.abs(bias) < 0.05) return "neither too hot nor too cool";
  return bias > 0 ? "predictions are too hot" : "predictions are too cool";
}
