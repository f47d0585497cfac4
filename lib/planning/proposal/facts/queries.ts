import type { ContributionSource } from "../../../contribution/judged/queries.ts";
import {
  err,
  type Failure,
  hourOf,
  MINUTES_PER_DAY,
  type MinuteWindow,
  ok,
  type Result,
} from "../../../core/index.ts";
import type { Transaction } from "../../../db/client.ts";
import { findHomesAt } from "../../../fleet/bindings/queries.ts";
import { loadFleet } from "../../../fleet/queries.ts";
import { resolvePlanningSettings } from "../../../fleet/settings.ts";
import type { FleetReplica } from "../../../fleet/types.ts";
import type { WindowRequest } from "../../../hotness/parseWindow.ts";
import { holdLimit } from "../../../simulation/region/holdLimit.ts";
import {
  fitRegion,
  type MeasuredRegion,
  measureRegion,
  readDayBefore,
} from "../../../simulation/region/queries.ts";
import { planRulesOf } from "../../planRules.ts";
import { judgeOutcome, type OutcomeChange, type OutcomeHour, type OutcomeRules } from "../judgeOutcome.ts";
import type { ProposalBody } from "../proposalBody.ts";
import type { PlanningPolicies, PlanningReplica, RegionFacts } from "../types.ts";

export interface FactsQuestion {
  readonly region: string;
  readonly request: WindowRequest;
  readonly body: ProposalBody;
  readonly nowMs: number;
}

/** Everything that a region's proposal follows from. `invalid` for a region, tenant, registry or stamp that is none. */
export async function gatherFacts(
  source: ContributionSource,
  { region, request, body, nowMs }: FactsQuestion,
): Promise<Result<RegionFacts, Failure>> {
  const found = await measureRegion(source, { region, request, nowMs });
  if (!found.ok) return found;
  const measured = body.limitP95 === undefined ? found.value : holdLimit(found.value, body.limitP95);
  const { prisma } = source.database;
  const everywhere = new Set(measured.pools.map(({ pool }) => pool.stamp));
  const fitted = await fitRegion(source, measured, everywhere);
  const fleet = await loadFleet(prisma);
  const stamps = measured.stamps.filter((stamp) => stamp.region === region);
  const earlier = await readDayBefore(source, measured);
  return ok({
    region,
    window: measured.window,
    nowMs,
    pools: fitted.pools,
    planned: measured.planned,
    stamps,
    takenNames: await listStampNames(prisma),
    replicas: await placeReplicas(
      prisma,
      fleet.replicas.filter((replica) => replica.region === region),
      measured,
    ),
    hot: fitted.hot,
    sharedDestinations: fitted.sharedDestinations,
    isolatedDestinations: fitted.isolatedDestinations,
    outcomes: await readOutcomes(prisma, {
      stamps,
      window: measured.window,
      rules: resolvePlanningSettings(measured.overrides, region).outcomeTrigger,
    }),
    dayBefore: fitted.pools.flatMap(({ stamp, pool }) => {
      const hotNodeP95 = earlier(stamp, pool);
      return hotNodeP95 === null ? [] : [{ stamp, pool, hotNodeP95 }];
    }),
    notes: fitted.judged.flatMap(({ notes }) => notes),
    tenants: body.tenants ?? null,
    constraints: body.constraints,
    policies: policiesOf(measured, body),
  });
}

function policiesOf({ overrides, region }: MeasuredRegion, { constraints }: ProposalBody): PlanningPolicies {
  const set = resolvePlanningSettings(overrides, region);
  // No schedule is made of a proposal: the time zone is of no matter.
  const { classes, phases, tiers, cooldownDays } = planRulesOf(set, "UTC");
  return {
    minimumGainPoints: constraints.minimumGainPoints ?? set.minimumGainPoints,
    cooldownDays: constraints.cooldownDays ?? cooldownDays,
    classes,
    phases,
    tiers,
  };
}

async function placeReplicas(
  db: Transaction,
  replicas: readonly FleetReplica[],
  { region, atMs }: MeasuredRegion,
): Promise<PlanningReplica[]> {
  const names = replicas.map(({ registry }) => registry);
  const homes = new Map(
    (await findHomesAt(db, { names, region, atMs })).map(({ registry, stamp }) => [registry, stamp]),
  );
  return replicas.map((replica) => ({
    registry: replica.registry,
    tenant: replica.tenant,
    home: replica.homeStamp,
    homeThen: homes.get(replica.registry) ?? null,
    boundAtMs: replica.boundAtMs,
    lastMovedAtMs: replica.lastMovedAtMs,
    constraints: replica.constraints,
  }));
}

/** Retired ones and former names too: a name is never given twice. */
async function listStampNames(db: Transaction): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    select name from stamp union select name from former_name where thing = 'stamp' order by name`;
  return rows.map(({ name }) => name);
}

interface OutcomeRow extends OutcomeHour {
  readonly stamp: number;
}

async function readOutcomes(
  db: Transaction,
  {
    stamps,
    window,
    rules,
  }: {
    readonly stamps: MeasuredRegion["stamps"];
    readonly window: MinuteWindow;
    readonly rules: OutcomeRules;
  },
): Promise<OutcomeChange[]> {
  const ids = stamps.map(({ id }) => id);
  const rows = await db.$queryRaw<OutcomeRow[]>`
    select stamp, minute / 60 as hour, avg(pull_p95_ms)::float8 as "pullP95Ms", avg(error_rate)::float8 as "errorRate"
    from telemetry.outcome_minute
    where stamp = any(${ids}) and minute < ${window.toMinute} and minute >= ${window.fromMinute - MINUTES_PER_DAY}
    group by stamp, minute / 60 order by stamp, hour`;
  const byStamp = Map.groupBy(rows, ({ stamp }) => stamp);
  return stamps
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap(({ id, name }) => {
      const hours = byStamp.get(id) ?? [];
      return hours.length === 0
        ? []
        : judgeOutcome({ stamp: name, hours, from: hourOf(window.fromMinute) }, rules);
    });
}

/** Names in a body that are none: `invalid`, each with its place. */
export async function checkNames(db: Transaction, body: ProposalBody): Promise<Result<null, Failure>> {
  const { regions, stamps, registries } = await loadFleet(db);
  const known = {
    region: new Set(regions.map(({ name }) => name)),
    tenant: new Set(registries.map(({ tenant }) => tenant)),
    registry: new Set(registries.map(({ name }) => name)),
    stamp: new Set(stamps.map(({ name }) => name)),
  };
  const check = (what: keyof typeof known, path: string, names: readonly string[]) =>
    names.flatMap((name, place) =>
      known[what].has(name)
        ? []
        : [{ path: path.replace("#", String(place)), message: `There is no ${what} ${name}.` }],
    );
  const errors = [
    ...check("region", "region", body.region === undefined ? [] : [body.region]),
    ...check("tenant", "tenants[#]", body.tenants ?? []),
    ...check("registry", "constraints.excludeRegistries[#]", body.constraints.excludeRegistries),
    ...check("stamp", "constraints.excludeStamps[#]", body.constraints.excludeStamps),
  ];
  const [first] = errors;
  return first === undefined ? ok(null) : err({ code: "invalid", detail: first.message, errors });
}
