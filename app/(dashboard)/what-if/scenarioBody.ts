import type { TimeRange } from "#lib/charts/index.ts";
import { MINUTE_MS } from "#lib/core/index.ts";
import type { SimulationBody } from "#lib/simulation/simulationBody.ts";
import type { Scenario } from "./scenario.ts";

/** A scenario as the API takes it: what has no destination yet is left out. */
export function simulationBodyOf(
  { moves, newStamps }: Scenario,
  { region, range }: { readonly region: string; readonly range: TimeRange },
): SimulationBody {
  return {
    region,
    window: windowOf(range),
    moves: moves.flatMap(({ registry, to }) => (to === null ? [] : [{ registry, to }])),
    newStamps: newStamps.map(({ name, kind, pools }) => ({
      name,
      kind,
      pools: pools.map((pool) => ({
        name: pool.kind,
        instances: pool.instances,
        ...(pool.vcpusPerNode === null ? {} : { vcpusPerNode: pool.vcpusPerNode }),
      })),
    })),
  };
}

function windowOf(range: TimeRange): NonNullable<SimulationBody["window"]> {
  if (range.kind === "peak") return "peak";
  if (range.kind === "relative") return `now-${range.minutes}m`;
  return { from: range.fromMinute * MINUTE_MS, to: range.toMinute * MINUTE_MS };
}
