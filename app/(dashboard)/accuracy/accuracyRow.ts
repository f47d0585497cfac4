import { ageDaysOf, changeOf, errorOf, isInside } from "#lib/backtest/summarizeAccuracy.ts";
import type { PredictionResult } from "#lib/backtest/types.ts";
import type { HomeChange } from "#lib/fleet/types.ts";

/** A pool that moves touched, by one basis, as the page shows it. */
export interface AccuracyRow extends PredictionResult {
  /** The same by either basis. */
  readonly id: string;
  /** Predicted − measured, points. */
  readonly error: number | null;
  /** What the moves were to do, points, all else equal. */
  readonly change: number | null;
  readonly isInside: boolean | null;
  readonly ageDays: number | null;
}

export function accuracyRow(result: PredictionResult): AccuracyRow {
  return {
    ...result,
    id: `${result.episode} ${result.stamp} ${result.pool}`,
    error: errorOf(result),
    change: changeOf(result),
    isInside: isInside(result),
    ageDays: ageDaysOf(result),
  };
}

export interface AccuracyFilter {
  /** "" = all. */
  readonly kind: string;
  readonly role: string;
}

/** Those that pass, in the order they came. */
export function filterAccuracy(rows: readonly AccuracyRow[], { kind, role }: AccuracyFilter): AccuracyRow[] {
  return rows.filter((row) => (kind === "" || row.kind === kind) && (role === "" || row.role === role));
}

/** Moves as one short text: the registry where it is one. */
export function movesText(moves: readonly HomeChange[]): string {
  return moves.length === 1 ? (moves[0]?.registry ?? "") : `${moves.length} registries`;
}
