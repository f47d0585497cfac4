import { z } from "zod";
import type { EpochMinute, MinuteWindow } from "../core/index.ts";
import { FLEET_SCOPE, type PoolSettings, resolveSettings } from "../fleet/settings.ts";

/** The policy numbers of the measures, as they hold for one pool: its region and kind are already resolved. */
export type HotnessSettings = Omit<PoolSettings, "retention">;
export type Thresholds = HotnessSettings["thresholds"];

/** What holds where nothing is set. */
export const DEFAULT_HOTNESS_SETTINGS: HotnessSettings = resolveSettings([], FLEET_SCOPE);

/** From cool to hot; `unknown` is no temperature. */
export const POOL_STATES = ["cool", "normal", "warm", "hot", "critical", "unknown"] as const;
export const poolStateSchema = z.enum(POOL_STATES);
export type PoolState = z.infer<typeof poolStateSchema>;

export interface Coverage {
  /** Bins with data ÷ bins, 0–1. */
  readonly bins: number;
  /** Node-minutes present ÷ expected, 0–1; where no node was expected, 0. */
  readonly nodeMinutes: number;
  /** What gates and warnings use. */
  readonly lesser: number;
}

/** The hottest node of `minutes` bins; `share` of the bins with data, 0–1. */
export interface NodeShare {
  readonly slot: number;
  readonly minutes: number;
  readonly share: number;
}

/** How hot it is at this moment; percent. Null = no data in that time. */
export interface NowMeasures {
  /** Mean hot(bin) of the last 5 minutes. */
  readonly hot5m: number | null;
  /** Mean hot(bin) of the last 15 minutes. */
  readonly hot15m: number | null;
  /** First bin of the unbroken run over the limit that still lasts; null = not over it, or no fresh data. */
  readonly overSince: EpochMinute | null;
}

/** A pool's own peak window, where it is much hotter than the region's. */
export interface OwnPeak extends MinuteWindow {
  readonly hotNodeP95: number;
}

/** All measures of one pool over one window. CPU in percent of a node; null = no data. */
export interface PoolMeasures {
  readonly pool: number;
  readonly window: MinuteWindow;
  readonly hotNodeP95: number | null;
  readonly max: number | null;
  /** The bin that holds the maximum; of several, the latest. */
  readonly maxAt: EpochMinute | null;
  readonly average: number | null;
  /** Mean hot(bin) ÷ mean pool average; null also when the average is 0. */
  readonly hotSpotRatio: number | null;
  /** The node that is hottest most often, with its same-node share. */
  readonly hottestNode: NodeShare | null;
  /** Nodes expected in the last bin that has data. */
  readonly nodes: number | null;
  readonly state: PoolState;
  /** No sample for `staleMinutes`; always false for a window that is given by its dates. */
  readonly stale: boolean;
  readonly limit: number;
  /** max(0, P95 − limit), points. */
  readonly excess: number | null;
  readonly now: NowMeasures;
  readonly coverage: Coverage;
  readonly ownPeak: OwnPeak | null;
}
