import { env } from "../../env.ts";
import { printHeading, printLine } from "../benchReport.ts";
import {
  countStored,
  type FloodedApp,
  greedyTarget,
  loadPages,
  type PageLoads,
  pagesToLoad,
  prepareFlood,
  signIn,
  steadyTarget,
} from "./floodFleet.ts";
import { type FloodResult, samplesOf } from "./floodTypes.ts";
import { startFlood } from "./startFlood.ts";

/** How many times the bodies that one token may have in work the greedy sender sends at once. */
const TIMES_ITS_LIMIT = 10;
const WARM_UP_ROUNDS = 8;
const MOST_RATIO = 3;
const MOST_P95_MS = 1_000;

/**
 * Loads pages while nothing else goes on, and again while one sender sends ten times what it may and another as it should;
 * prints what the pages took, what each sender was answered, and whether all that was acknowledged is stored.
 */
export async function runFloodBench(app: FloodedApp, rounds: number): Promise<boolean> {
  const nowMs = Date.now();
  const [greedy, steady] = [greedyTarget(nowMs), steadyTarget(nowMs)];
  const [greedyToken = "", steadyToken = ""] = await prepareFlood(app, [greedy, steady]);
  const asked = { pages: await pagesToLoad(app), cookie: await signIn(app) };
  await loadPages(app, { ...asked, rounds: WARM_UP_ROUNDS });
  const quiet = await loadPages(app, { ...asked, rounds });
  const url = `${app.address}/api/v1/samples/cpu`;
  const limit = env().BALLAST_INGEST_BODIES;
  const floods = await Promise.all([
    startFlood({ ...greedy, url, token: greedyToken, connections: TIMES_ITS_LIMIT * limit, pauseMs: 0 }),
    startFlood({ ...steady, url, token: steadyToken, connections: 1, pauseMs: 200 }),
  ]);
  const flooded = await loadPages(app, { ...asked, rounds });
  const [ofGreedy, ofSteady] = await Promise.all(floods.map((one) => one.stop()));
  const after = await loadPages(app, { ...asked, rounds });
  if (ofGreedy === undefined || ofSteady === undefined) throw new Error("both senders tell what they did");
  printPages({ quiet, flooded, after });
  printHeading(
    `Senders, one of them with ${TIMES_ITS_LIMIT} × the ${limit} bodies that one token may have in work`,
  );
  printSender("greedy", ofGreedy, samplesOf(greedy));
  printSender("steady", ofSteady, samplesOf(steady));
  const stored = (await countStored(app, greedy)) + (await countStored(app, steady));
  const acknowledged = ofGreedy.acknowledged + ofSteady.acknowledged;
  printLine({
    what: "acknowledged, and stored",
    figure: `${acknowledged}, ${stored}`,
    bar: { words: "as many", reached: stored === acknowledged },
  });
  return stored === acknowledged && flooded.failed.length === 0;
}

function printPages({
  quiet,
  flooded,
  after,
}: Readonly<Record<"quiet" | "flooded" | "after", PageLoads>>): void {
  printHeading("Pages, to the last byte: quiet, flooded, quiet again");
  for (const page of [...quiet.byPage.keys(), "all"]) {
    const of = (loads: PageLoads) => (page === "all" ? loads.all : (loads.byPage.get(page) ?? []));
    const [before, during, later] = [of(quiet), of(flooded), of(after)];
    const ratio = percentile(during, 0.95) / percentile(before, 0.95);
    const isReached = ratio <= MOST_RATIO && percentile(during, 0.95) < MOST_P95_MS;
    printLine({
      what: `${page}, ${during.length} loads, p50 / p95`,
      figure: `${figures(during)} ms`,
      ratio: { of: ratio, to: `the quiet p95 (${figures(before)}; after ${figures(later)})` },
      ...(page === "all"
        ? { bar: { words: `≤ ${MOST_RATIO} ×, < ${MOST_P95_MS} ms`, reached: isReached } }
        : {}),
    });
  }
  for (const failed of flooded.failed) printLine({ what: "NOT SHOWN", figure: failed });
}

function printSender(name: string, result: FloodResult, samples: number): void {
  const { statuses, seconds, withRetryAfter, latenciesMs } = result;
  const answers = Object.entries(statuses).map(([status, count]) => `${count} × ${status}`);
  const rate = Math.round(((statuses["200"] ?? 0) * samples) / seconds).toLocaleString("en-US");
  printLine({ what: `${name}: answers`, figure: answers.join(", ") });
  printLine({
    what: `${name}: 503 with Retry-After`,
    figure: `${withRetryAfter} of ${statuses["503"] ?? 0}`,
  });
  printLine({ what: `${name}: stored, in ${Math.round(seconds)} s`, figure: `${rate} samples/s` });
  printLine({ what: `${name}: answered in, p50 / p95`, figure: `${figures(latenciesMs)} ms` });
}

function figures(sorted: readonly number[]): string {
  return `${Math.round(percentile(sorted, 0.5))} / ${Math.round(percentile(sorted, 0.95))}`;
}

/** Of figures in rising order, the nearest rank. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
