import { parseArgs } from "node:util";
import { createApiToken, type NewToken, newTokenSchema, ROLES } from "../auth/index.ts";
import { createDatabaseClient, withTransaction } from "../db/client.ts";
import { CommandError, runCommand } from "./commandError.ts";
import { openDatabase } from "./openDatabase.ts";
import { DEFAULT_DATA_DIRECTORY, resolveFromCaller } from "./projectRoot.ts";

const USAGE = `npm run token -- --role ROLE --name NAME [--region REGION] [--expires ISO-TIME] [--data DIR]
Makes an API token and prints it alone on standard output; it is shown this once.
  ROLE    ${ROLES.join(" | ")}
  REGION  all that it does is limited to it; left out: the whole fleet`;

await runCommand(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const database = await openDatabase(options.dataDirectory, "npm run token");
  try {
    process.stdout.write(`${await makeToken(database.url, options.token)}\n`);
    return 0;
  } finally {
    await database.close();
  }
});

interface TokenOptions {
  readonly token: NewToken;
  readonly dataDirectory: string;
}

function readOptions(args: string[]): TokenOptions | null {
  const { values } = parseArgs({
    args,
    options: {
      role: { type: "string" },
      name: { type: "string" },
      region: { type: "string" },
      expires: { type: "string" },
      data: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) return null;
  if (values.role === undefined || values.name === undefined)
    throw new CommandError("--role ROLE and --name NAME are needed");
  const { role, name, region, expires: expiresAt } = values;
  const token = newTokenSchema.safeParse({ role, name, region, expiresAt });
  if (!token.success) {
    const reasons = token.error.issues.map(
      ({ path, message }) => `--${path[0] === "expiresAt" ? "expires" : String(path[0])}: ${message}`,
    );
    throw new CommandError(reasons.join("; "));
  }
  const dataDirectory = values.data === undefined ? DEFAULT_DATA_DIRECTORY : resolveFromCaller(values.data);
  return { token: token.data, dataDirectory };
}

async function makeToken(url: string, token: NewToken): Promise<string> {
  const client = createDatabaseClient(url);
  try {
    // Whoever can run this on the server's machine has its files anyway; the audit names the way taken.
    const author = { actor: "cli", actorRole: "admin", atMs: Date.now(), requestId: null };
    const made = await withTransaction(client, (tx) => createApiToken(tx, author, token));
    if (!made.ok) throw new CommandError(made.error.detail);
    if (made.value.secret === null) throw new Error("a token that was just made has no secret");
    return made.value.secret;
  } finally {
    await client.close();
  }
}
