import type { MinuteWindow } from "../../core/index.ts";
import type { IntakeCounts } from "../../telemetry/intake/intakeReport.ts";
import type { StorageReport } from "../../telemetry/intake/storageReport.ts";
import type { PoolHealth } from "./poolHealth.ts";

/** The state of the data: of every pool, of who sends them, and of where they are kept. */
export interface FleetHealth {
  /** What was looked at: the last 24 hours, without the running minute. */
  readonly window: MinuteWindow;
  /** What needs attention first. */
  readonly pools: readonly PoolHealth[];
  readonly intake: Pick<IntakeCounts, "sources" | "rejections">;
  readonly storage: StorageReport;
}
