import { chainEarlierEvents, readAuditProtection } from "../audit/index.ts";
import { createDatabaseClient } from "../db/client.ts";
import { migrateDatabase } from "../db/migrate.ts";
import { PROJECT_ROOT } from "./projectRoot.ts";

/**
 * Brings a database to this code's state: its migrations, and what of the audit and of limits to regions plain SQL could not do. With the rights of
 * the URL's user, whom the tables belong to. Throws an Error of one clear line.
 */
export async function prepareDatabase(url: string): Promise<void> {
  await migrateDatabase(url, PROJECT_ROOT);
  const owner = createDatabaseClient(url, { actsAs: "owner" });
  const application = createDatabaseClient(url);
  try {
    await chainEarlierEvents(owner);
    // Asked again at every start, so that a role that an administrator made since is taken on.
    if ((await readAuditProtection(application.pools.read)) !== "role")
      await owner.pools.read.query("select protect_audit()");
    await owner.pools.read.query("select are_regions_limited() or limit_regions()");
  } finally {
    await Promise.all([owner.close(), application.close()]);
  }
}
