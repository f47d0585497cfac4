import type pg from "pg";
import type { SequenceValue, TableHead } from "./backupFormat.ts";

/**
 * The tables that hold rows, partitions instead of what they are parts of, in an order in which rows may be put in: what
 * another refers to comes first. Generated columns are left out.
 */
export async function listTables(client: pg.ClientBase): Promise<TableHead[]> {
  const { rows } = await client.query<Omit<TableHead, "kind"> & { refers: string[] }>(`
    select n.nspname as schema, c.relname as name,
      (select array_agg(attname::text order by attnum) from pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
      (select parent.relname from pg_inherits join pg_class parent on parent.oid = inhparent where inhrelid = c.oid)
        as "partitionOf",
      (select coalesce(array_agg(distinct target.relname::text), '{}') from pg_constraint k
        join pg_class target on target.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as refers
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'telemetry') and c.relkind = 'r'
    order by n.nspname, c.relname`);
  const left = new Map(rows.map((row) => [row.name, row]));
  const ordered: TableHead[] = [];
  while (left.size > 0) {
    const next = [...left.values()].filter(({ refers }) => refers.every((name) => !left.has(name)));
    if (next.length === 0)
      throw new Error(`tables refer to each other in a circle: ${[...left.keys()].join(", ")}`);
    for (const { refers: _, ...table } of next) {
      left.delete(table.name);
      ordered.push({ kind: "table", ...table });
    }
  }
  return ordered;
}

/** Where each sequence stands. It may be beyond what a snapshot holds: numbers are skipped then, never given twice. */
export async function readSequences(client: pg.ClientBase): Promise<SequenceValue[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, sequencename) as name from pg_sequences
     where schemaname in ('public', 'telemetry') order by 1`,
  );
  const values: SequenceValue[] = [];
  for (const { name } of rows) {
    // A name that PostgreSQL itself has quoted.
    const { rows: stood } = await client.query<{ value: string; isCalled: boolean }>(
      `select last_value::text as value, is_called as "isCalled" from ${name}`,
    );
    for (const each of stood) values.push({ name, ...each });
  }
  return values;
}
