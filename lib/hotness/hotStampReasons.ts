import { type EpochMinute, MINUTE_MS } from "../core/index.ts";
import type { PoolMeasures, PoolState } from "./types.ts";

/** Why a stamp is hot. Each alone is reason enough for a plan; a plan names all of its own. */
export type HotStampReason =
  | { readonly kind: "over_limit"; readonly pool: string; readonly excess: number }
  | {
      readonly kind: "signal";
      readonly signal: string;
      readonly severity: SignalSeverity;
      readonly pool: string | null;
    }
  | { readonly kind: "dominated"; readonly pool: string; readonly tenant: string; readonly share: number };

type SignalSeverity = "low" | "medium" | "high" | "critical";

export interface StampEvidence {
  readonly pools: readonly {
    readonly name: string;
    readonly state: PoolState;
    readonly hotNodeP95: number | null;
    readonly excess: number | null;
    /** A tenant whose relief is at least this share of the P95 dominates it. */
    readonly dominanceShare: number;
  }[];
  readonly signals: readonly {
    readonly kind: string;
    readonly severity: SignalSeverity;
    /** Null = of the whole stamp. */
    readonly pool: string | null;
    readonly fromMs: number;
    /** Null = still open. */
    readonly toMs: number | null;
  }[];
  /** Relief of tenants in points, as far as a load model has been fitted. */
  readonly reliefs?: readonly {
    readonly tenant: string;
    readonly pool: string;
    readonly reliefPoints: number;
  }[];
}

/** A pool as it was measured, as far as its stamp's heat is told by it. */
interface MeasuredOfStamp {
  readonly pool: { readonly name: string };
  readonly settings: { readonly dominanceShare: number };
  readonly measures: Pick<PoolMeasures, "state" | "hotNodeP95" | "excess">;
}

/** A signal as it is listed, with its times as ISO text. */
interface ListedSignal {
  readonly kind: string;
  readonly severity: SignalSeverity;
  readonly pool: string | null;
  readonly from: string;
  readonly to: string | null;
}

/** Why a stamp is hot, from its pools and signals. Dominance is not known before a load model has been fitted. */
export function reasonsOfStamp(
  pools: readonly MeasuredOfStamp[],
  signals: readonly ListedSignal[],
  nowMinute: EpochMinute,
): HotStampReason[] {
  return hotStampReasons(
    {
      pools: pools.map(({ pool, settings: { dominanceShare }, measures: { state, hotNodeP95, excess } }) => ({
        name: pool.name,
        state,
        hotNodeP95,
        excess,
        dominanceShare,
      })),
      signals: signals.map(({ kind, severity, pool, from, to }) => ({
        kind,
        severity,
        pool,
        fromMs: Date.parse(from),
        toMs: to === null ? null : Date.parse(to),
      })),
    },
    nowMinute,
  );
}

/**
 * The reasons that make a stamp hot, in the order limit, signals, dominance; none: it is not hot.
 * A pool whose state is unknown is no reason, however high its number: nothing may be planned on it.
 */
export function hotStampReasons(evidence: StampEvidence, nowMinute: EpochMinute): HotStampReason[] {
  const known = evidence.pools.filter((pool) => pool.state !== "unknown");
  const byName = new Map(known.map((pool) => [pool.name, pool]));
  const nowMs = nowMinute * MINUTE_MS;
  return [
    ...known
      .filter(({ excess }) => excess !== null && excess > 0)
      .map(({ name, excess }) => ({ kind: "over_limit" as const, pool: name, excess: excess ?? 0 })),
    ...evidence.signals
      .filter(({ severity }) => severity === "high" || severity === "critical")
      .filter(({ fromMs, toMs }) => fromMs < nowMs + MINUTE_MS && (toMs === null || toMs > nowMs))
      .map(({ kind, severity, pool }) => ({ kind: "signal" as const, signal: kind, severity, pool })),
    ...(evidence.reliefs ?? []).flatMap(({ tenant, pool, reliefPoints }) => {
      const { hotNodeP95, dominanceShare = 1 } = byName.get(pool) ?? {};
      const share = (hotNodeP95 ?? 0) > 0 ? reliefPoints / (hotNodeP95 ?? 1) : 0;
      return share > 0 && share >= dominanceShare
        ? [{ kind: "dominated" as const, pool, tenant, share }]
        : [];
    }),
  ];
}
