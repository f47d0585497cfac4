import {
  formatBytes,
  formatCount,
  formatCpu,
  formatFixed,
  formatShare,
  NO_VALUE,
} from "#lib/charts/index.ts";
import type { ChartUnit } from "./types.ts";

/** A value of a chart with its unit. */
export function formatUnit(value: number | null, unit: ChartUnit): string {
  if (unit === "cpu") return formatCpu(value);
  if (unit === "share") return formatShare(value);
  if (unit === "bytes") return formatBytes(value);
  if (unit === "count") return formatCount(value);
  return value === null ? NO_VALUE : `${formatFixed(value, 0)}\u00a0ms`;
}

/** A value on an axis: whole percent where the lines carry a decimal. */
export function formatAxis(value: number, unit: ChartUnit): string {
  return unit === "cpu" ? `${formatFixed(value, 0)}\u00a0%` : formatUnit(value, unit);
}
