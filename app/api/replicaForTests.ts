import pino from "pino";
import { createDatabaseClient } from "#lib/db/client.ts";
import { watchPlans } from "#lib/execution/watch/commands.ts";
import { installAppContext } from "#lib/http/appContext.ts";

/**
 * A process of the application that looks after running plans once, at the instant that it is given, with a gate that
 * passes whatever it is asked: `node replicaForTests.ts <database> <epoch ms>`.
 */
const [url = "", now = ""] = process.argv.slice(2);
const nowMs = Number(now);
const database = createDatabaseClient(url);
const app = installAppContext({ database, clock: () => nowMs, log: pino({ level: "silent" }) });
const done = await watchPlans(app, {
  nowMs,
  seams: {
    decideGate: async () => ({
      verdict: "pass",
      isFinal: true,
      sentence: "All is well.",
      readings: { process: process.pid },
    }),
  },
});
process.stdout.write(JSON.stringify(done));
await database.close();
