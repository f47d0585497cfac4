import { assemblePlan } from "./assemblePlan.ts";
import type { MoveBody, PhaseBody } from "./planBody.ts";
import type { PlanRegion } from "./planRegion.ts";
import { simulateSteps } from "./simulateSteps.ts";

/** A list of moves as phases, by the rules of the region: classes, order, sub-batches, observation times. */
export function orderDraft(moves: readonly MoveBody[], region: PlanRegion): PhaseBody[] {
  const sent = new Map(moves.map((move) => [move.registry, move]));
  const { phases } = assemblePlan({
    moves: [...sent.values()].map(({ registry, to }) => ({
      registry,
      tenant: region.tenants.get(registry) ?? "",
      from: region.homes.get(registry) ?? "",
      to,
      traffic: region.traffic.get(registry) ?? { requests: null, bytes: null },
    })),
    regionTraffic: region.regionTraffic,
    emptyStamps: region.emptyStamps,
    simulate: (likely) => simulateSteps(region, likely),
    rules: region.rules.phases,
    classes: region.rules.classes,
    tiers: region.rules.tiers,
  });
  return phases.map(
    (phase): PhaseBody => ({
      name: phase.name,
      class: phase.class,
      observationHours: phase.observationHours,
      notBefore: null,
      shortened: null,
      moves: phase.moves.map(({ move, ahead }) => {
        const { reason = "", from } = sent.get(move.registry) ?? {};
        return {
          registry: move.registry,
          to: move.to,
          reason: [reason, ahead === null ? "" : explainAhead(ahead)].filter(Boolean).join(" "),
          skipped: null,
          ...(from === undefined ? {} : { from }),
        };
      }),
    }),
  );
}

/** Why a larger move goes before smaller ones (PRODUCT.md, Plans). */
function explainAhead({
  of,
  because,
}: {
  readonly of: string;
  readonly because: {
    readonly stamp: string;
    readonly pool: string;
    readonly value: number | null;
    readonly bound: number;
  };
}): string {
  const value = because.value === null ? "more than can be told" : `${because.value.toFixed(1)} %`;
  return `It goes before the smaller ${of}, which would take ${because.stamp} ${because.pool} to ${value} of ${because.bound.toFixed(1)} % before it.`;
}
