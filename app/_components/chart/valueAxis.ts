import { cpuAxisTop, type LinePoint, valueTicks } from "#lib/charts/index.ts";
import type { ChartUnit } from "./types.ts";

export interface ValueAxis {
  readonly top: number;
  readonly ticks: readonly number[];
}

interface ValueAxisInput {
  readonly points: readonly LinePoint[];
  readonly keys: readonly string[];
  readonly levels: readonly number[];
  readonly unit: ChartUnit;
}

/** An axis from 0 to over all that is drawn; a CPU axis in tens of percent and never over 100. */
export function valueAxis({ points, keys, levels, unit }: ValueAxisInput): ValueAxis {
  const values = points.flatMap((point) => keys.map((key) => point[key] ?? null));
  if (unit === "cpu") {
    const top = cpuAxisTop([...values, ...levels]);
    return { top, ticks: valueTicks(0, top, 5).filter((tick) => tick <= top) };
  }
  const greatest = [...values, ...levels].reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  const ticks = valueTicks(0, greatest || 1, 4);
  return { top: ticks.at(-1) ?? 1, ticks };
}
