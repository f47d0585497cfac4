import { parseArgs } from "node:util";
import { PERSON_ROLES, type PersonFromShell, personFromShellSchema, setPerson } from "../auth/index.ts";
import { createDatabaseClient, withTransaction } from "../db/client.ts";
import { CommandError, runCommand } from "./commandError.ts";
import { openDatabase } from "./openDatabase.ts";
import { DEFAULT_DATA_DIRECTORY, resolveFromCaller } from "./projectRoot.ts";

const USAGE = `npm run person -- --email E-MAIL [--role ROLE] [--name NAME] [--regions a,b | all] [--reset] [--data DIR]
Makes a person who signs in with a password, prints it alone on standard output, and asks for another at the first sign-in.
Of somebody who is there it changes what is named, and lets in again who was disabled. --reset: another password, no second factor.
  ROLE  ${PERSON_ROLES.join(" | ")}`;

await runCommand(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const database = await openDatabase(options.dataDirectory, "npm run person");
  try {
    const password = await applyTo(database.url, options.person);
    if (password === null)
      process.stderr.write(`${options.person.email} is as said; the password is as it was.\n`);
    else process.stdout.write(`${password}\n`);
    return 0;
  } finally {
    await database.close();
  }
});

interface PersonOptions {
  readonly person: PersonFromShell;
  readonly dataDirectory: string;
}

function readOptions(args: string[]): PersonOptions | null {
  const { values } = parseArgs({
    args,
    options: {
      email: { type: "string" },
      role: { type: "string" },
      name: { type: "string" },
      regions: { type: "string" },
      reset: { type: "boolean", default: false },
      data: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) return null;
  const { email, role, name, regions, reset } = values;
  if (email === undefined) throw new CommandError("--email E-MAIL is needed");
  const names = regions === "all" ? null : regions?.split(",").map((region) => region.trim());
  const person = personFromShellSchema.safeParse({ email, role, name, regions: names, reset });
  if (!person.success) {
    const reasons = person.error.issues.map(({ path, message }) => `--${String(path[0])}: ${message}`);
    throw new CommandError(reasons.join("; "));
  }
  const dataDirectory = values.data === undefined ? DEFAULT_DATA_DIRECTORY : resolveFromCaller(values.data);
  return { person: person.data, dataDirectory };
}

async function applyTo(url: string, person: PersonFromShell): Promise<string | null> {
  const client = createDatabaseClient(url);
  try {
    // Whoever can run this on the server's machine has its files anyway; the audit names the way taken.
    const author = { actor: "cli", actorRole: "admin", atMs: Date.now(), requestId: null };
    const done = await withTransaction(client, (tx) => setPerson(tx, author, person));
    if (!done.ok) throw new CommandError(done.error.detail);
    return done.value;
  } finally {
    await client.close();
  }
}
