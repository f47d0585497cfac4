import type { z } from "zod";
import { measureSeries } from "../contribution/fittedPool.ts";
import type { ContributionSource, JudgedPool } from "../contribution/judged/queries.ts";
import type { Shortcoming } from "../contribution/judgeEvidence.ts";
import { type Failure, type MinuteWindow, ok, type Result } from "../core/index.ts";
import { findHomesAt } from "../fleet/bindings/queries.ts";
import { checkMoves } from "./checkMoves.ts";
import { describeInaction } from "./describeInaction.ts";
import { judgeStamps } from "./judgeStamps.ts";
import { fitRegion, limitOf, type MeasuredRegion, measureRegion, readDayBefore } from "./region/queries.ts";
import { simulateMoves } from "./simulateMoves.ts";
import { answerSimulation } from "./simulationAnswer.ts";
import {
  phasesOfBody,
  type SimulationBody,
  type simulationQuerySchema,
  windowOfBody,
} from "./simulationBody.ts";
import type { SimulationAnswer } from "./simulationSchema.ts";
import type { PlannedStamp, SimulationPool } from "./types.ts";

/**
 * `POST /api/v1/simulations`: what moves would do. Loads are taken from where they were measured: homes are those at the
 * window's end. `malformed` for a window that is none, `invalid` for moves that cannot be; what cannot be told of a pool
 * is null, with a flag and a note in words.
 */
export async function simulate(
  source: ContributionSource,
  asked: {
    readonly body: SimulationBody;
    readonly query: z.output<typeof simulationQuerySchema>;
    readonly nowMs: number;
    /** See measureRegion. */
    readonly unfilled?: ReadonlySet<string>;
  },
): Promise<Result<SimulationAnswer, Failure>> {
  const { body, query, nowMs, unfilled } = asked;
  const request = windowOfBody(body);
  if (!request.ok) return request;
  const measured = await measureRegion(source, {
    region: body.region,
    request: request.value,
    nowMs,
    unfilled,
  });
  if (!measured.ok) return measured;
  const { window, pools, stamps, atMs } = measured.value;
  const planned = [...measured.value.planned, ...newStampsOf(body, measured.value)];
  const names = phasesOfBody(body).flatMap(({ moves }) => moves.map(({ registry }) => registry));
  const [homes, earlier] = await Promise.all([
    findHomesAt(source.database.prisma, { names, region: body.region, atMs }),
    readDayBefore(source, measured.value),
  ]);
  const checked = checkMoves({
    body,
    homes: new Map(homes.map((home) => [home.asked, home])),
    stamps,
    pools: pools.map(({ pool }) => pool),
    planned,
  });
  if (!checked.ok) return checked;
  const { phases } = checked.value;
  const moves = phases.flatMap((phase) => phase.moves);
  const touched = new Set([...checked.value.homes.values(), ...moves.map(({ to }) => to)]);
  const fitted = await fitRegion(source, measured.value, touched);
  const used = planned.filter(({ name }) => touched.has(name));
  const simulation = simulateMoves({ ...window, ...checked.value, pools: fitted.pools, planned: used });
  return ok(
    answerSimulation({
      region: body.region,
      window,
      simulation,
      verdicts: judgeStamps({ ...fitted, simulation, stamps: fitted.hot }),
      inaction: describeInaction(fitted.pools, earlier),
      notes: notesOf(fitted.judged, { touched, window, moved: new Set(checked.value.homes.keys()) }),
      measured: query.include === "series" ? curvesOf(fitted.pools) : null,
    }),
  );
}

export function newStampsOf({ newStamps }: SimulationBody, measured: MeasuredRegion): PlannedStamp[] {
  return newStamps.map(({ name, kind, pools }) => ({
    name,
    kind,
    pools: pools.map((pool) => {
      const poolKind = pool.kind ?? pool.name;
      return {
        name: pool.name,
        kind: poolKind,
        vcpusPerNode: pool.vcpusPerNode ?? null,
        instances: pool.instances,
        limit: limitOf(measured, poolKind),
      };
    }),
  }));
}

/** What is to be said of the pools that moves touch, and of registries whose home changed within the window. */
export function notesOf(
  judged: readonly JudgedPool[],
  {
    touched,
    window,
    moved,
  }: {
    readonly touched: ReadonlySet<string>;
    readonly window: MinuteWindow;
    readonly moved: ReadonlySet<string>;
  },
): Shortcoming[] {
  return judged
    .filter(({ placed }) => touched.has(placed.stamp))
    .flatMap(({ notes, placed, fitted }) => [
      ...notes,
      ...fitted.load.registries
        .filter(({ name, bound }) => moved.has(name) && hasMovedWithin(window, bound))
        .map(
          ({ name }): Shortcoming => ({
            code: "partly_here",
            stamp: placed.stamp,
            pool: placed.pool,
            isRefusal: false,
            detail: `${name} changed its home within these hours: of its load only what ${placed.stamp} ${placed.pool} saw is moved. Choose a window after that.`,
          }),
        ),
    ]);
}

function hasMovedWithin({ fromMinute, toMinute }: MinuteWindow, bound: readonly MinuteWindow[]): boolean {
  const here = bound.reduce((sum, home) => sum + home.toMinute - home.fromMinute, 0);
  return here > 0 && here < toMinute - fromMinute;
}

function curvesOf(pools: readonly SimulationPool[]) {
  return (stamp: string, pool: string) => {
    const fitted = pools.find((one) => one.stamp === stamp && one.pool === pool)?.fitted;
    return fitted ? measureSeries(fitted.nodes) : null;
  };
}
