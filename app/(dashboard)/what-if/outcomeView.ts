import type { TimeRange } from "#lib/charts/index.ts";
import type { JudgedPool } from "#lib/contribution/judged/queries.ts";
import { rankContribution } from "#lib/contribution/rankContribution.ts";
import type { Failure } from "#lib/core/index.ts";
import { resolveSettings, type SettingOverrides } from "#lib/fleet/settings.ts";
import type { FleetMeasures } from "#lib/hotness/queries.ts";
import type { SimulationBody } from "#lib/simulation/simulationBody.ts";
import type { SimulationAnswer } from "#lib/simulation/simulationSchema.ts";
import { packCurve } from "./packCurve.ts";
import { arrangeOutcomes, poolOutcome } from "./poolOutcome.ts";
import { findTouchedStamps, type RegistryMove, type RegistryTraffic } from "./touchedStamps.ts";
import type { PickedRegistry, ScenarioOutcome, ScenarioRefusal } from "./whatIfView.ts";

/** What a region is simulated from, for both scenarios. */
export interface SimulatedFacts {
  readonly region: string;
  readonly range: TimeRange;
  readonly measured: FleetMeasures;
  readonly registries: readonly PickedRegistry[];
  readonly overrides: SettingOverrides;
}

/** Which of the moves are wrong, by registry: the API names them by their place. */
export function refusalOf({ detail, errors = [] }: Failure, { moves = [] }: SimulationBody): ScenarioRefusal {
  return {
    detail,
    moves: errors.flatMap(({ path, message }) => {
      const [, place] = /^moves\[(\d+)\]/.exec(path) ?? [];
      const move = place === undefined ? undefined : moves[Number(place)];
      return move === undefined ? [] : [{ registry: move.registry, message }];
    }),
  };
}

/** The moves that change anything, by present names. */
function realMoves({ moves = [] }: SimulationBody, registries: readonly PickedRegistry[]): RegistryMove[] {
  const known = new Map(registries.map((one) => [one.asked, one]));
  return moves.flatMap(({ registry, to }) => {
    const one = known.get(registry);
    if (one === undefined || one.home === null || one.home === to) return [];
    return [{ registry: one.registry, tenant: one.tenant, from: one.home, to }];
  });
}

export function stampsTouchedBy(
  body: SimulationBody,
  registries: readonly PickedRegistry[],
): ReadonlySet<string> {
  return new Set(realMoves(body, registries).flatMap(({ from, to }) => [from, to]));
}

interface OutcomeInput {
  readonly facts: SimulatedFacts;
  readonly body: SimulationBody;
  /** The pools of the stamps that the moves touch. */
  readonly judged: readonly JudgedPool[];
}

/** An answer as the page shows it. */
export function outcomeOf(answer: SimulationAnswer, { facts, body, judged }: OutcomeInput): ScenarioOutcome {
  const { measured, overrides, region } = facts;
  const stateOf = new Map(
    measured.pools.map(({ pool, measures }) => [`${pool.stamp}/${pool.name}`, measures.state]),
  );
  return {
    pools: arrangeOutcomes(
      answer.pools.map((pool) =>
        poolOutcome(pool, {
          state: stateOf.get(`${pool.stamp}/${pool.pool}`) ?? "unknown",
          thresholds: resolveSettings(overrides, { region, poolKind: pool.kind }).thresholds,
        }),
      ),
    ),
    curves: answer.pools.flatMap(packCurve),
    verdicts: answer.verdicts,
    doNothing: answer.doNothing,
    notes: answer.notes,
    touched: findTouchedStamps(trafficOf(judged), realMoves(body, facts.registries)),
  };
}

/** What each registry asks of its stamp over all of its pools. */
function trafficOf(judged: readonly JudgedPool[]): RegistryTraffic[] {
  return [...Map.groupBy(judged, ({ placed }) => placed.stamp)].flatMap(([stamp, pools]) => {
    const reported = pools.map(({ placed }) => placed.contribution.measures);
    const hasRequests = reported.some(({ requests }) => requests);
    const isReported = hasRequests || reported.some(({ bytes }) => bytes);
    const rows = rankContribution({
      pools: pools.map(({ placed }) => placed),
      groupBy: "registry",
      shareOf: "requests",
    });
    return rows.flatMap(({ registry, tenant, requests, bytes }) =>
      registry === null
        ? []
        : [{ registry, tenant, stamp, traffic: isReported ? (hasRequests ? requests : bytes) : null }],
    );
  });
}
