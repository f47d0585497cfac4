import { once } from "node:events";
import { createServer } from "node:net";
import { parseArgs } from "node:util";
import { announceAddress, livingOwner } from "../db/serverOwner.ts";
import { anchorFileOf, anchorLast } from "./auditAnchorFile.ts";
import { buildApp } from "./buildApp.ts";
import { CommandError, runCommand } from "./commandError.ts";
import { prepareFirstStart } from "./firstStart.ts";
import { onParentExit } from "./parentWatch.ts";
import { prepareDatabase } from "./prepareDatabase.ts";
import { DEFAULT_DATA_DIRECTORY, resolveFromCaller } from "./projectRoot.ts";
import { sealKeyOf } from "./sealKeyFile.ts";
import { startSupervisedDatabase } from "./supervisedDatabase.ts";
import { startWebServer } from "./webServer.ts";

const USAGE = `npm run up [-- --port PORT] [--data DIR] [--empty]
Starts Ballast: its database, unless DATABASE_URL names one, and its pages. Ctrl-C stops both.
  --port PORT  where the pages are served (3000)
  --data DIR   where the database keeps its files (.ballast/data)
  --empty      do not load the demo fleet into an empty database`;

interface UpOptions {
  readonly port: number;
  readonly dataDirectory: string;
  readonly empty: boolean;
}

await runCommand(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  return await serveUntilStopped(options);
});

/** Each part started is stopped again in reverse order, whatever ends the run. */
async function serveUntilStopped(options: UpOptions): Promise<number> {
  const stopped = stopSignal();
  const stops: (() => Promise<void>)[] = [];
  try {
    await Promise.race([start(options, stops), stopped]);
    const reason = await stopped;
    process.stderr.write(`Stopping (${reason}) …\n`);
    return 0;
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

async function start(options: UpOptions, stops: (() => Promise<void>)[]): Promise<void> {
  await checkPort(options);
  const database = await startSupervisedDatabase(options.dataDirectory, "npm run up");
  stops.push(() => database.stop());
  if (database.note !== null) process.stderr.write(`${database.note}\n`);
  await prepareDatabase(database.url);
  await buildApp();
  const { adminToken, adminPerson, people } = await prepareFirstStart(database.url, { empty: options.empty });
  const anchorFile = anchorFileOf(options.dataDirectory);
  // After the pages, before the database: what was done to the last is anchored.
  stops.push(() => anchorLast(database.url, anchorFile));
  const web = await startWebServer({
    ...{ port: options.port, databaseUrl: database.url, anchorFile },
    sealKey: sealKeyOf(options.dataDirectory),
  });
  stops.push(() => web.stop());
  const address = `http://localhost:${options.port}`;
  announceAddress(options.dataDirectory, address);
  process.stdout.write(`\nBallast is on ${address}\n`);
  if (adminToken !== null) {
    process.stdout.write(`Sign in with this admin token, which is shown only now: ${adminToken}\n`);
    process.stdout.write("(Another: npm run token -- --role admin --name NAME)\n");
  }
  if (adminPerson !== null) {
    const { email, password } = adminPerson;
    const by =
      password === null ? "BALLAST_ADMIN_PASSWORD" : `this password, which is shown only now: ${password}`;
    process.stdout.write(`Or sign in as ${email} with ${by}\n`);
    process.stdout.write("(Another: npm run person -- --email E-MAIL --role admin)\n");
  }
  if (people.length > 0) {
    process.stdout.write(
      "The demo's people, one of every role (an admin plays them from the person menu):\n",
    );
    for (const { name, role, secret } of people)
      process.stdout.write(`  ${name}, ${role}, shown only now: ${secret}\n`);
  }
  process.stdout.write("Ctrl-C stops it.\n");
}

/** Resolves with the reason, once. Later signals are ignored: stopping is under way. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve(signal));
    onParentExit(() => resolve("the command that started it is gone"));
  });
}

/** Asked before anything else is done, so that a taken port costs no time. */
async function checkPort({ port, dataDirectory }: UpOptions): Promise<void> {
  const owner = livingOwner(dataDirectory);
  if (owner?.address === `http://localhost:${port}`) {
    throw new CommandError(
      `Ballast already runs on ${owner.address} (process ${owner.pid}): use that, or stop it first`,
    );
  }
  const probe = createServer().listen(port);
  try {
    await once(probe, "listening");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "EADDRINUSE") {
      throw new CommandError(
        `port ${port} is taken by another program: stop that, or choose another port with --port PORT`,
      );
    }
    if (code === "EACCES")
      throw new CommandError(`port ${port} needs more rights: choose one over 1023 with --port PORT`);
    throw error;
  }
  probe.close();
  await once(probe, "close");
}

function readOptions(args: string[]): UpOptions | null {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string", default: "3000" },
      data: { type: "string" },
      empty: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new CommandError("--port must be 1 to 65535");
  const dataDirectory = values.data === undefined ? DEFAULT_DATA_DIRECTORY : resolveFromCaller(values.data);
  return { port, dataDirectory, empty: values.empty };
}
