import type { Pool } from "pg";
import { minuteOf } from "../core/index.ts";
import { BENCH_FLEET } from "./benchFleet.ts";
import { perSecond, printHeading, printLine } from "./benchReport.ts";
import { copyNarrowRows } from "./copyBaseline.ts";
import { runLoad } from "./load/runLoad.ts";
import type { BodyFormat } from "./load/sampleBodies.ts";
import type { ServedApp } from "./servedApp.ts";

const SAMPLES_BAR = 300_000;
const REQUESTS_BAR = 1_000;
const LARGE = 2_000;
/** A run starts this many minutes after the last one's first, so that every sample is new. */
const MINUTES_APART = 20;

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
  printHeading("Ingest, HTTP to committed, beside binary COPY of as many rows into a bare table");
  const copies = new Map<number, number>();
  for (const perCommit of [LARGE, 30, 1]) {
    copies.set(perCommit, await copyNarrowRows(database, { rows: perCommit * 300, perCommit }));
  }
  // Two days ago: bins that are filled once. Yesterday and later they would be averaged, which costs the same.
  let fromMinute = minuteOf(Date.now()) - 60 * 20;
  for (const one of options.quick ? QUICK : CASES) {
    const result = await runLoad({
      fleet: BENCH_FLEET,
      format: one.format,
      samplesPerRequest: one.samples,
      connections: one.connections,
      fromMinute,
      bodies: one.samples === LARGE ? 900 : 8_000,
      milliseconds: options.quick ? 4_000 : 5_000,
      url: `${app.origin}/api/v1/samples/cpu`,
      token: options.token,
    });
    fromMinute += MINUTES_APART;
    report(
      one,
      result.samples / result.seconds,
      result.requests / result.seconds,
      copies.get(one.samples) ?? 1,
    );
  }
}

function report(one: Case, samples: number, requests: number, copied: number): void {
  const large = one.samples === LARGE;
  const bar = large
    ? { words: "≥ 300,000 samples/s", reached: samples >= SAMPLES_BAR }
    : { words: "≥ 1,000 requests/s", reached: requests >= REQUESTS_BAR };
  const barred = large ? one.format !== "json" : one.connections === 4;
  printLine({
    what: `${one.format}, ${one.samples} a request, ${one.connections} connections`,
    figure: large ? perSecond(samples, "samples") : perSecond(requests, "requests"),
    ratio: { of: samples / copied, to: `COPY by ${one.samples} (${perSecond(copied, "rows")})` },
    ...(barred ? { bar } : {}),
  });
}
