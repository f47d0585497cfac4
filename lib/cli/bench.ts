// `npm run bench`: what taking samples in, keeping them, reading them back and simulating moves costs, as ratios inside one run.
import { BENCH_FLEET, countPools, inventoryBodies } from "../bench/benchFleet.ts";
import { benchImport } from "../bench/benchImport.ts";
import { benchIngest } from "../bench/benchIngest.ts";
import { benchPage } from "../bench/benchPage.ts";
import { benchRead } from "../bench/benchRead.ts";
import { benchSimulation } from "../bench/benchSimulation.ts";
import { benchStorage } from "../bench/benchStorage.ts";
import { fillHistory } from "../bench/fillHistory.ts";
import { benchLoadLayout } from "../bench/loadLayout/run.ts";
import { callApp, startServedApp } from "../bench/servedApp.ts";
import { createDatabaseClient } from "../db/client.ts";

/** Hours of history: those that the peak is looked for in, or just the window. */
const HOURS = 25;
const QUICK_HOURS = 13;

const quick = process.argv.includes("--quick");
const app = await startServedApp();
// It makes tables of its own beside the application's.
const client = createDatabaseClient(app.databaseUrl, { actsAs: "owner" });
try {
  for (const body of inventoryBodies(BENCH_FLEET))
    await callApp(app, "/api/v1/inventory", { method: "PUT", body });
  const made = await callApp(app, "/api/v1/tokens", {
    method: "POST",
    body: { name: "bench", role: "ingest" },
  });
  // First: gigabytes of history leave the disk busy long after they were answered, which is not what samples cost. It is
  // taken away again, so that bytes are counted of the history alone.
  await benchIngest(app, client.pools.ingest, { token: secretOf(made), quick });
  await client.pools.ingest.query("truncate telemetry.pool_minute, telemetry.pool_hour");
  const filled = await fillHistory(client, BENCH_FLEET, quick ? QUICK_HOURS : HOURS);
  await client.pools.ingest.query("analyze telemetry.pool_minute, telemetry.pool_hour, telemetry.node");
  await benchStorage(client, filled);
  await benchLoadLayout(app, client, quick);
  await benchRead(app, client, filled);
  await benchPage(app, countPools(BENCH_FLEET));
  await benchImport(app, client, filled);
  await benchSimulation(app);
} finally {
  await client.close();
  await app.stop();
}

function secretOf(made: unknown): string {
  if (typeof made === "object" && made !== null && "secret" in made && typeof made.secret === "string")
    return made.secret;
  throw new Error("a token was asked for, and something else was answered");
}
