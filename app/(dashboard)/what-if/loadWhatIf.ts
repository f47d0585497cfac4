import { formatUtcWindow, type TimeRange } from "#lib/charts/index.ts";
import { readJudgedPools } from "#lib/contribution/judged/queries.ts";
import { MINUTE_MS } from "#lib/core/index.ts";
import { findHomesAt } from "#lib/fleet/bindings/queries.ts";
import { type FleetMeasures, measureFleet } from "#lib/hotness/queries.ts";
import type { AppContext } from "#lib/http/appContext.ts";
import { pageApp } from "#lib/http/page.ts";
import { simulate } from "#lib/simulation/queries.ts";
import { windowRequestOf } from "../../_components/scope/windowRequest.ts";
import { destinationsOf } from "./destinations.ts";
import { outcomeOf, refusalOf, type SimulatedFacts, stampsTouchedBy } from "./outcomeView.ts";
import { simulationBodyOf } from "./scenarioBody.ts";
import { decodeScenario } from "./scenarioCode.ts";
import type { PickedRegistry, ScenarioView, WhatIfView } from "./whatIfView.ts";

interface WhatIfAsked {
  /** Empty = not chosen; then that of a fleet that has one alone. */
  readonly region: string;
  readonly range: TimeRange;
  /** As the address has them; null = there is no second one. */
  readonly a: string;
  readonly b: string | null;
}

type Context = AppContext;

/** What the page shows: both scenarios simulated. Where no region is chosen, or none of that name is known, the names of those that are. */
export async function loadWhatIfPage(
  asked: WhatIfAsked,
): Promise<WhatIfView | { readonly regions: readonly string[] }> {
  const context = await pageApp();
  const nowMs = context.clock();
  const { overrides, ...shape } = await context.shape.current();
  const regions = shape.regions.map(({ name }) => name);
  const region = asked.region === "" && regions.length === 1 ? (regions[0] ?? "") : asked.region;
  if (!regions.includes(region)) return { regions };
  const measured = await measureFleet(context, {
    request: windowRequestOf(asked.range),
    filter: { region },
    nowMs,
  });
  const texts = asked.b === null ? [asked.a] : [asked.a, asked.b];
  const atMs =
    asked.range.kind === "absolute" ? Math.min(nowMs, measured.window.toMinute * MINUTE_MS) : nowMs;
  const registries = await findPicked(context, { texts, region, atMs });
  const facts: ReadFacts = { context, nowMs, region, range: asked.range, measured, registries, overrides };
  const [a, b = null] = await readScenarios(facts, texts);
  if (a === undefined) throw new Error("there is always a first scenario");
  return {
    regions,
    region,
    window: measured.window,
    windowText: windowText(asked.range, measured, nowMs),
    readMs: nowMs,
    latestDataMs: measured.latestMinute === null ? null : measured.latestMinute * MINUTE_MS,
    stamps: destinationsOf(
      shape.stamps.filter((stamp) => stamp.region === region),
      measured.pools,
    ),
    registries,
    a,
    b,
  };
}

async function findPicked(
  { database }: Context,
  { texts, region, atMs }: { texts: readonly string[]; region: string; atMs: number },
): Promise<PickedRegistry[]> {
  const names = texts.flatMap((text) => decodeScenario(text).moves.map(({ registry }) => registry));
  const homes = await findHomesAt(database.prisma, { names, region, atMs });
  return homes.map(({ asked, registry, tenant, stamp }) => ({ asked, registry, tenant, home: stamp }));
}

interface ReadFacts extends SimulatedFacts {
  readonly context: Context;
  readonly nowMs: number;
  readonly range: TimeRange;
}

/** One after the other: the second finds the load models that the first has fitted. */
async function readScenarios(facts: ReadFacts, texts: readonly string[]): Promise<ScenarioView[]> {
  const views: ScenarioView[] = [];
  for (const text of texts) views.push(await readScenario(facts, text));
  return views;
}

async function readScenario(facts: ReadFacts, text: string): Promise<ScenarioView> {
  const { context, nowMs, measured } = facts;
  const scenario = decodeScenario(text);
  const body = simulationBodyOf(scenario, facts);
  const answer = await simulate(context, { body, query: { include: "series" }, nowMs });
  if (!answer.ok) return { text, outcome: null, refusal: refusalOf(answer.error, body) };
  const touched = stampsTouchedBy(body, facts.registries);
  const judged = await readJudgedPools(
    context,
    measured.pools.filter(({ pool }) => touched.has(pool.stamp)),
  );
  return { text, outcome: outcomeOf(answer.value, { facts, body, judged }), refusal: null };
}

function windowText(range: TimeRange, { window, regions }: FleetMeasures, nowMs: number): string {
  const hours = formatUtcWindow(window.fromMinute, window.toMinute, nowMs);
  if (range.kind !== "peak") return hours;
  const doubt = regions.every(({ qualifies }) => qualifies) ? "" : ", not well covered";
  return `the peak window ${hours}${doubt}`;
}
