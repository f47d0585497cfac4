import type { PlanContent } from "#lib/planning/planContent.ts";
import type { SimulationBody } from "#lib/simulation/simulationBody.ts";

/** What to ask POST /api/v1/simulations for the first `phases` phases of a plan; null = all. Skipped moves are left out. */
export function simulationOfPlan(content: PlanContent, phases: number | null) {
  return {
    region: content.region,
    window: content.window,
    phases: content.phases
      .slice(0, phases ?? content.phases.length)
      .map(({ moves }) => ({
        moves: moves.filter(({ skipped }) => skipped === null).map(({ registry, to }) => ({ registry, to })),
      }))
      .filter(({ moves }) => moves.length > 0),
    newStamps: content.newStamps.map(({ pools, ...stamp }) => ({
      ...stamp,
      pools: pools.map(({ vcpusPerNode, ...pool }) => ({
        ...pool,
        ...(vcpusPerNode === null ? {} : { vcpusPerNode }),
      })),
    })),
  } satisfies Omit<SimulationBody, "window"> & { window: PlanContent["window"] };
}
