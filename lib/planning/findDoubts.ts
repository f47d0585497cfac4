import { MINUTE_MS, MINUTES_PER_DAY } from "../core/index.ts";
import type { FleetReplica } from "../fleet/types.ts";
import type { PlanDoubt } from "./planAssessment.ts";
import type { PlanMove } from "./planContent.ts";
import type { PlanRegion } from "./planRegion.ts";

/** A phase as constraints are asked of it. */
export interface DoubtedPhase {
  /** Those that run, with whether there is data enough on both ends. */
  readonly moves: readonly { readonly move: PlanMove; readonly hasCoverage: boolean }[];
  /** When it would begin; null = it finds no place in the calendar. */
  readonly startMs: number | null;
}

type Doubt = Pick<PlanDoubt, "code" | "stamp" | "detail">;

/**
 * What stands against submitting a plan as it is: constraints of registries, stamps that take nothing, data that is not
 * there, and homes that have changed since the snapshot. In running order; each phase at the time it would begin.
 */
export function findDoubts(
  phases: readonly DoubtedPhase[],
  region: Pick<PlanRegion, "replicas" | "stamps" | "rules">,
  nowMs: number,
): PlanDoubt[] {
  const replicaOf = new Map(region.replicas.map((replica) => [replica.registry, replica]));
  const stampOf = new Map(region.stamps.map((stamp) => [stamp.name, stamp]));
  const residents = new Map<string, Map<string, FleetReplica>>();
  for (const replica of region.replicas) enter(residents, replica.homeStamp, replica);
  return phases.flatMap(({ moves, startMs }, place) =>
    moves.flatMap(({ move, hasCoverage }): PlanDoubt[] => {
      const replica = replicaOf.get(move.registry);
      const told: Doubt[] = [];
      const stamp = stampOf.get(move.to);
      if (stamp?.cordoned)
        told.push(at(move.to, "cordoned", `${move.to} is cordoned: it takes no incoming moves.`));
      if (stamp?.inDeployment)
        told.push(at(move.to, "in_deployment", `An update is rolling over ${move.to}: it takes no moves.`));
      if (!hasCoverage)
        told.push(
          at(
            move.to,
            "coverage_too_low",
            `There is too little data of ${move.from} or ${move.to} to plan on.`,
          ),
        );
      if (replica === undefined)
        told.push(
          at(move.from, "retired_since", `${move.registry} is at home nowhere in the region any more.`),
        );
      else {
        told.push(
          ...constraintsAgainst(move, replica, { nowMs, startMs, cooldownDays: region.rules.cooldownDays }),
        );
        told.push(...strangersOn(residents.get(move.to), replica, move.to));
        residents.get(replica.homeStamp)?.delete(replica.registry);
        enter(residents, move.to, replica);
      }
      return told.map((doubt) => ({ ...doubt, phase: place + 1, registry: move.registry }));
    }),
  );
}

function at(stamp: string, code: Doubt["code"], detail: string): Doubt {
  return { code, stamp, detail };
}

function enter(
  residents: Map<string, Map<string, FleetReplica>>,
  stamp: string,
  replica: FleetReplica,
): void {
  const there = residents.get(stamp) ?? new Map<string, FleetReplica>();
  residents.set(stamp, there.set(replica.registry, replica));
}

function constraintsAgainst(
  { registry, from }: PlanMove,
  { constraints, homeStamp, lastMovedAtMs }: FleetReplica,
  { nowMs, startMs, cooldownDays }: { nowMs: number; startMs: number | null; cooldownDays: number },
): Doubt[] {
  const told: Doubt[] = [];
  if (homeStamp !== from)
    told.push(
      at(homeStamp, "moved_since", `${registry} was on ${from} in the snapshot, and is on ${homeStamp} now.`),
    );
  if (constraints.pinned) told.push(at(from, "pinned", `${registry} is pinned to where it is.`));
  if (constraints.excluded) told.push(at(from, "excluded", `${registry} is excluded from moves.`));
  const freeze = constraints.freezes.find(({ to }) => Date.parse(to) > nowMs);
  // Where there is a place in the calendar, the phase waits for the freeze to end.
  if (startMs === null && freeze !== undefined)
    told.push(
      at(
        from,
        "change_freeze",
        `${registry} is frozen from ${freeze.from} to ${freeze.to} (${freeze.why}), and its phase finds no other place.`,
      ),
    );
  const restedMs = lastMovedAtMs === null ? null : lastMovedAtMs + cooldownDays * MINUTES_PER_DAY * MINUTE_MS;
  if (lastMovedAtMs !== null && restedMs !== null && (startMs ?? nowMs) < restedMs) {
    const days = Math.max(0, ((startMs ?? nowMs) - lastMovedAtMs) / (MINUTES_PER_DAY * MINUTE_MS));
    told.push(
      at(
        from,
        "cooldown",
        `${registry} was last moved ${days.toFixed(1)} days before, cooldown is ${cooldownDays}.`,
      ),
    );
  }
  return told;
}

/** Tenants on a stamp with which the one that arrives must not share it, or which must not share it with that one. */
function strangersOn(
  residents: ReadonlyMap<string, FleetReplica> | undefined,
  arriving: FleetReplica,
  stamp: string,
): Doubt[] {
  const strangers = new Set<string>();
  for (const { tenant, constraints } of residents?.values() ?? [])
    if (
      tenant !== arriving.tenant &&
      (arriving.constraints.mustNotShareWith.includes(tenant) ||
        constraints.mustNotShareWith.includes(arriving.tenant))
    )
      strangers.add(tenant);
  return [...strangers]
    .sort()
    .map((tenant) =>
      at(
        stamp,
        "must_not_share",
        `${arriving.registry} of ${arriving.tenant} must not share a stamp with ${tenant}, which is on ${stamp} then.`,
      ),
    );
}
