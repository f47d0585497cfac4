import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedServer } from "../db/embeddedServer.ts";
import { migrateDatabase, scriptFromDatabaseToSchema } from "../db/migrate.ts";
import { CommandError, runCommand } from "./commandError.ts";
import { PROJECT_ROOT } from "./projectRoot.ts";

/**
 * `npm run migration -- NAME` writes prisma/migrations/<time>_NAME/migration.sql: what a database with all migrations
 * lacks of schema.prisma. Read it before committing it: what earlier ones added by hand shows up as if to be dropped.
 */
await runCommand(async () => {
  const [name] = process.argv.slice(2);
  if (name === undefined || !/^[a-z][a-z0-9_]*$/.test(name))
    throw new CommandError(`a NAME of a-z, 0-9 and _ is needed`);
  const folder = mkdtempSync(join(tmpdir(), "ballast-migration-"));
  const server = await startEmbeddedServer(folder, { command: "npm run migration", durable: false });
  try {
    await migrateDatabase(server.url, PROJECT_ROOT);
    const script = await scriptFromDatabaseToSchema(server.url, PROJECT_ROOT);
    if (script.trim() === "") {
      process.stderr.write("The migrations already lead to schema.prisma: nothing to write.\n");
      return 0;
    }
    const time = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
    const target = join("prisma", "migrations", `${time}_${name}`);
    mkdirSync(join(PROJECT_ROOT, target));
    writeFileSync(join(PROJECT_ROOT, target, "migration.sql"), script);
    process.stdout.write(`${join(target, "migration.sql")}\n`);
    return 0;
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
