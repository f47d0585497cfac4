import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { minuteOf } from "../core/index.ts";
import type { DatabaseClient } from "../db/client.ts";
import { BENCH_FLEET, nameNode, namePool } from "./benchFleet.ts";
import { perSecond, printHeading, printLine } from "./benchReport.ts";
import { copyPackedMinutes } from "./copyBaseline.ts";
import type { FilledHistory } from "./fillHistory.ts";
import { sampleBodies } from "./load/sampleBodies.ts";
import type { ServedApp } from "./servedApp.ts";

const PACKED_BAR = 0.4;
const MINUTES = 720;

/** Backfills, packed and as CSV files, beside bare COPY into the same layout. */
export async function benchImport(
  app: ServedApp,
  client: DatabaseClient,
  filled: FilledHistory,
): Promise<void> {
  printHeading("Backfill, beside bare binary COPY of packed minutes");
  const copied = await copyPackedMinutes(client.pools.ingest, {
    pools: 100,
    minutes: MINUTES,
    nodes: BENCH_FLEET.nodesPerPool,
  });
  const to = `COPY (${perSecond(copied, "samples")})`;
  reportBackfill("packed, straight into the write path", filled.samplesPerSecond, {
    copied,
    to,
    barred: true,
  });
  reportBackfill("packed, over HTTP", await packedOverHttp(app), { copied, to, barred: false });
  reportBackfill("npm run import, CSV", await importCsv(app), { copied, to, barred: false });
}

function reportBackfill(
  what: string,
  rate: number,
  against: { copied: number; to: string; barred: boolean },
): void {
  const bar = { words: "≥ 0.40 × COPY", reached: rate >= PACKED_BAR * against.copied };
  printLine({
    what,
    figure: perSecond(rate, "samples"),
    ratio: { of: rate / against.copied, to: against.to },
    ...(against.barred ? { bar } : {}),
  });
}

/** Three days ago, where nothing is yet. */
function freshMinute(): number {
  const minute = minuteOf(Date.now()) - 3 * 1_440;
  return minute - (minute % 60);
}

async function packedOverHttp(app: ServedApp): Promise<number> {
  const nodes = Array.from({ length: BENCH_FLEET.nodesPerPool }, (_, node) => nameNode(node));
  const cpu = nodes.map((_, node) =>
    Array.from({ length: MINUTES }, (__, minute) => ((node * 397 + minute * 31) % 10_000) / 100),
  );
  const pools = 40;
  const bodies = Array.from({ length: pools }, (_, pool) => {
    const { stamp, pool: name } = namePool(BENCH_FLEET, pool);
    return JSON.stringify({ stamp, pool: name, from: freshMinute() * 60_000, stepSeconds: 60, nodes, cpu });
  });
  const startedAt = performance.now();
  for (const body of bodies) {
    const response = await fetch(`${app.origin}/api/v1/samples/cpu/packed`, {
      method: "POST",
      headers: { authorization: `Bearer ${app.adminToken}`, "content-type": "application/json" },
      body,
    });
    if (!response.ok)
      throw new Error(`packed samples were answered ${response.status}: ${await response.text()}`);
  }
  return (pools * nodes.length * MINUTES) / ((performance.now() - startedAt) / 1_000);
}

async function importCsv(app: ServedApp): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "ballast-bench-csv-"));
  try {
    const file = join(folder, "samples.csv");
    const minutes = 20;
    const samplesPerRequest =
      BENCH_FLEET.regions * BENCH_FLEET.stampsPerRegion * 2 * BENCH_FLEET.nodesPerPool;
    const out = createWriteStream(file);
    let isFirst = true;
    const options = { fleet: BENCH_FLEET, format: "csv", samplesPerRequest, bodies: minutes } as const;
    for (const body of sampleBodies({ ...options, fromMinute: freshMinute() - 1_440 })) {
      out.write(isFirst ? body : body.subarray(body.indexOf(10) + 1));
      isFirst = false;
    }
    out.end();
    await once(out, "close");
    const startedAt = performance.now();
    const run = spawnSync(
      process.execPath,
      [join(import.meta.dirname, "../cli/import.ts"), file, "--data", folder],
      {
        env: { ...process.env, DATABASE_URL: app.databaseUrl },
        encoding: "utf8",
      },
    );
    if (run.status !== 0) throw new Error(`the import failed: ${run.stderr}${run.stdout}`);
    return (minutes * samplesPerRequest) / ((performance.now() - startedAt) / 1_000);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
