import type { Reading, StateThresholds } from "#lib/charts/index.ts";
import type { MinuteWindow } from "#lib/core/index.ts";
import type { PoolMeasures, SickNode } from "#lib/hotness/index.ts";
import type { NodeRow, PackedNodes } from "./nodeRows.ts";
import type { PackedSeries } from "./packSeries.ts";
import type { StampEvent } from "./stampEvents.ts";

/** One pool of the page: what was measured, what it says, and what its charts draw. */
export interface PoolView {
  /** `stamp/pool`, the key it is pointed at by. */
  readonly id: string;
  readonly stamp: string;
  readonly pool: string;
  readonly kind: string;
  readonly vcpusPerNode: number | null;
  readonly minInstances: number | null;
  readonly maxInstances: number | null;
  readonly measures: PoolMeasures;
  readonly thresholds: StateThresholds;
  readonly hottestNodeName: string | null;
  /** The most urgent first. */
  readonly readings: readonly Reading[];
  readonly sickNode: SickNode | null;
  readonly series: PackedSeries;
  readonly nodes: readonly NodeRow[];
  /** Null where minutes of single nodes are not kept that long, or there are none. */
  readonly nodeCells: PackedNodes | null;
}

export interface StampFacts {
  readonly name: string;
  readonly region: string;
  readonly kind: "shared" | "isolated";
  readonly cordoned: boolean;
  readonly inDeployment: boolean;
  readonly planned: boolean;
  readonly updateDomains: number;
  readonly replicas: number;
  readonly storageEgressGbps: number | null;
  readonly storageRequestsPerSecond: number | null;
}

export interface StampView {
  readonly stamp: StampFacts;
  /** Names of all its pools, also of those not shown. */
  readonly poolNames: readonly string[];
  readonly pools: readonly PoolView[];
  /** The hours that the charts show. */
  readonly shown: MinuteWindow;
  /** The hours that the numbers speak of; the same, or a peak within them. */
  readonly measured: MinuteWindow;
  /** `peak window 02:00–14:00`, or null where the numbers speak of all that is shown. */
  readonly measuredLabel: string | null;
  /** Why it is hot, in words; empty: it is not. */
  readonly reasons: string;
  /** Oldest first. */
  readonly events: readonly StampEvent[];
  /** False where there were more events than are shown. */
  readonly areAllEvents: boolean;
  readonly rawDays: number;
  readonly readMs: number;
  readonly latestDataMs: number | null;
}
