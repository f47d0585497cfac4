import pg from "pg";
import { layOutStatement, TELEMETRY_TABLES, type TelemetryTable } from "./distribution.ts";

/** The database is one machine: it has no Citus. One clear line. */
export class NotACoordinatorError extends Error {}

export interface LaidOut {
  readonly table: TelemetryTable;
  /** false: it lay so already. */
  readonly isNew: boolean;
}

/**
 * Lays the telemetry tables out over the machines of a Citus cluster; called again, lays out those that are missing. Rows
 * that are there already are moved, and writers of a table wait meanwhile. Throws NotACoordinatorError without the extension.
 */
export async function distributeTelemetry(
  client: pg.ClientBase,
  onLaidOut: (laidOut: LaidOut) => void,
): Promise<void> {
  await checkExtension(client);
  const answer = await client.query<{ name: string }>(
    "select logicalrelid::text as name from pg_dist_partition where logicalrelid::text like 'telemetry.%'",
  );
  const there = new Set(answer.rows.map(({ name }) => name));
  await admitRoles(client);
  for (const table of TELEMETRY_TABLES) {
    const isNew = !there.has(`telemetry.${table}`);
    if (isNew) {
      await liftLimits(client, table);
      await client.query(layOutStatement(table));
    }
    onLaidOut({ table, isNew });
  }
}

/**
 * Takes a table's limits to regions away, and with them the right of whoever is limited to read it: Citus has no policies that
 * ask another table. From then on nobody is let in who is limited, and told so.
 */
async function liftLimits(client: pg.ClientBase, table: TelemetryTable): Promise<void> {
  const { rows } = await client.query<{ policy: string }>(
    "select policyname as policy from pg_policies where schemaname = 'telemetry' and tablename = $1",
    [table],
  );
  for (const { policy } of rows)
    await client.query(`drop policy ${pg.escapeIdentifier(policy)} on telemetry.${table}`);
  await client.query(`alter table telemetry.${table} disable row level security`);
  const role = await client.query("select from pg_roles where rolname = 'ballast_limited'");
  if (role.rows.length > 0) await client.query(`revoke all on telemetry.${table} from ballast_limited`);
}

/**
 * The coordinator works on the other machines as whoever works on it: the application's roles must be let in there. They have
 * no password, so nobody else is, but from machines that the cluster's own pg_hba.conf or pg_dist_authinfo trusts.
 */
async function admitRoles(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select rolname as name from pg_roles where rolname in ('ballast_app', 'ballast_limited') and not rolcanlogin",
  );
  for (const { name } of rows) await client.query(`alter role ${name} login`);
}

async function checkExtension(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ is_there: boolean; is_available: boolean }>(
    `select exists (select from pg_extension where extname = 'citus') as is_there,
       exists (select from pg_available_extensions where name = 'citus') as is_available`,
  );
  if (rows[0]?.is_there === true) return;
  throw new NotACoordinatorError(
    rows[0]?.is_available === true
      ? "this database has no Citus yet: as its superuser, `create extension citus` and add the workers, then run this again"
      : "this PostgreSQL has no Citus: the telemetry stays on one machine, where it needs nothing. Name a coordinator by DATABASE_URL to distribute it",
  );
}
