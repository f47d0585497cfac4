import type { Pool } from "pg";
import { minuteOf } from "../core/index.ts";
import { BENCH_FLEET, countPools } from "./benchFleet.ts";
import { perSecond, printHeading, printLine } from "./benchReport.ts";
import { copyNarrowRows } from "./copyBaseline.ts";
import { runLoad } from "./load/runLoad.ts";
import type { BodyFormat } from "./load/sampleBodies.ts";
import type { ServedApp } from "./servedApp.ts";

const SAMPLES_BAR = 300_000;
const REQUESTS_BAR = 1_000;
const LARGE = 2_000;
/** Enough for the code to be compiled and, of the fleet, for most nodes to have been met. */
const WARM_UP_MS = 3_000;

interface Case {
  readonly format: BodyFormat;
  readonly samples: number;
  readonly connections: number;
}

const CASES: readonly Case[] = (["ndjson", "csv", "json"] as const).flatMap((format) =>
  [LARGE, 30, 1].flatMap((samples) => [4, 1].map((connections) => ({ format, samples, connections }))),
);
const QUICK: readonly Case[] = CASES.filter(
  ({ format, connections }) => format === "ndjson" && connections === 4,
);

/** HTTP to committed: the token checked, every sample judged, durable before the answer. */
export async function benchIngest(
  app: ServedApp,
  database: Pool,
  options: { token: string; quick: boolean },
): Promise<void> {
  printHeading(
    `Ingest, HTTP to committed, after ${WARM_UP_MS / 1_000} s of the same, beside binary COPY of as many rows into a bare table`,
  );
  const results: Measured[] = [];
  // An hour of its own for each case, six days ago, so that every sample is new: history and imports lie elsewhere.
  let fromMinute = (Math.floor(minuteOf(Date.now()) / 60) - 144) * 60;
  for (const one of options.quick ? QUICK : CASES) {
    const order = {
      fleet: BENCH_FLEET,
      format: one.format,
      connections: one.connections,
      milliseconds: 4_000,
      url: `${app.origin}/api/v1/samples/cpu`,
      token: options.token,
    };
    // A round of the whole fleet: what comes after it is any minute but the first of an hour.
    const round = {
      bodies: (countPools(BENCH_FLEET) * BENCH_FLEET.nodesPerPool) / LARGE,
      warmUpMilliseconds: 0,
    };
    await runLoad({ ...order, ...round, samplesPerRequest: LARGE, fromMinute });
    const result = await runLoad({
      ...order,
      samplesPerRequest: one.samples,
      fromMinute: fromMinute + 1,
      bodies: one.samples === LARGE ? 1_600 : 14_000,
      warmUpMilliseconds: WARM_UP_MS,
    });
    fromMinute += 60;
    results.push({ ...one, perSecond: result.samples / result.seconds });
  }
  // After them: what a bulk copy leaves to be written would be written while samples come in.
  const copies = new Map<number, number>();
  for (const perCommit of [LARGE, 30, 1]) {
    copies.set(perCommit, await copyNarrowRows(database, { rows: perCommit * 300, perCommit }));
  }
  for (const result of results) report(result, copies.get(result.samples) ?? 1);
}

interface Measured extends Case {
  /** Samples. */
  readonly perSecond: number;
}

function report(one: Measured, copied: number): void {
  const large = one.samples === LARGE;
  const requests = one.perSecond / one.samples;
  const bar = large
    ? { words: "≥ 300,000 samples/s", reached: one.perSecond >= SAMPLES_BAR }
    : { words: "≥ 1,000 requests/s", reached: requests >= REQUESTS_BAR };
  const barred = large ? one.format !== "json" : one.connections === 4;
  printLine({
    what: `${one.format}, ${one.samples} a request, ${one.connections} connections`,
    figure: large ? perSecond(one.perSecond, "samples") : perSecond(requests, "requests"),
    ratio: { of: one.perSecond / copied, to: `COPY by ${one.samples} (${perSecond(copied, "rows")})` },
    ...(barred ? { bar } : {}),
  });
}
