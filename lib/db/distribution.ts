/**
 * How the telemetry tables lie when PostgreSQL is many machines (Citus): every one that grows is cut by the column that
 * leads its key, all of a pool on one machine; what is small stands whole on each. The rest of the database is small, too,
 * and stays on the coordinator: no statement joins it with telemetry. `lib/db/distribution.test.ts` holds every key and every
 * statement against this.
 */
export const DISTRIBUTED_BY = {
  node: "pool",
  pool_minute: "pool",
  pool_hour: "pool",
  load_minute: "pool",
  intake: "pool",
  counter_point: "pool",
  counter_minute: "pool",
  node_shares: "pool",
  outcome_minute: "stamp",
} as const satisfies Readonly<Record<string, "pool" | "stamp">>;

export type DistributedTable = keyof typeof DISTRIBUTED_BY;

/** The first of those that are cut alike: the others lie beside it. */
const FIRST_OF = { pool: "node", stamp: "outcome_minute" } as const;

/** Small, and read by whoever asks on any machine. */
export const REFERENCE_TABLES = ["change", "rejection", "seen_series", "log_source", "log_chunk"] as const;

export type TelemetryTable = DistributedTable | (typeof REFERENCE_TABLES)[number];

/** The statement that lays a table out, for the coordinator. */
export function layOutStatement(table: TelemetryTable): string {
  if (!isDistributed(table)) return `select create_reference_table('telemetry.${table}')`;
  const column = DISTRIBUTED_BY[table];
  const first = FIRST_OF[column];
  const beside = table === first ? "none" : `telemetry.${first}`;
  return `select create_distributed_table('telemetry.${table}', '${column}', colocate_with => '${beside}')`;
}

/** In the order in which they must be laid out. */
export const TELEMETRY_TABLES: readonly TelemetryTable[] = [
  ...(Object.keys(DISTRIBUTED_BY) as DistributedTable[]),
  ...REFERENCE_TABLES,
];

export function isDistributed(table: string): table is DistributedTable {
  return Object.hasOwn(DISTRIBUTED_BY, table);
}
