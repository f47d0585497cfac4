import { parseArgs } from "node:util";
import pg from "pg";
import { distributeTelemetry, NotACoordinatorError } from "../db/distribute.ts";
import { CommandError, runCommand } from "./commandError.ts";
import { openDatabase } from "./openDatabase.ts";
import { DEFAULT_DATA_DIRECTORY, resolveFromCaller } from "./projectRoot.ts";

const USAGE = `npm run db:distribute [-- --data DIR]
Lays the telemetry tables out over the machines of a Citus cluster, of which DATABASE_URL names the coordinator. May be
run again; rows that are there already are moved, and their senders wait meanwhile. Without Citus it says so and ends with 1.`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: { data: { type: "string" }, help: { type: "boolean", default: false } },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const dataDirectory = values.data === undefined ? DEFAULT_DATA_DIRECTORY : resolveFromCaller(values.data);
  const database = await openDatabase(dataDirectory, "npm run db:distribute");
  // Its own connection, without the limits of the application's: moving rows takes as long as there are rows.
  const client = new pg.Client({ connectionString: database.url });
  try {
    await client.connect();
    await distributeTelemetry(client, ({ table, isNew }) => {
      process.stdout.write(`telemetry.${table}: ${isNew ? "laid out" : "was laid out already"}\n`);
    });
    return 0;
  } catch (error) {
    if (error instanceof NotACoordinatorError) throw new CommandError(error.message);
    throw error;
  } finally {
    await client.end();
    await database.close();
  }
});
