/** The same rows as one list per field: on the way to the browser, names of fields are sent once, not per row. */
export type Columns<Row> = { readonly [Field in keyof Row]: readonly Row[Field][] };

/** Rows to columns, for the fields named. */
export function toColumns<Row extends object>(
  rows: readonly Row[],
  fields: readonly (keyof Row)[],
): Columns<Row> {
  const entries = fields.map((field) => [field, rows.map((row) => row[field])]);
  // Object.fromEntries forgets which list belongs to which field; the line above just made them so.
  return Object.fromEntries(entries) as Columns<Row>;
}

/** Columns to rows; the inverse of `toColumns` when it was given every field. */
export function toRows<Row extends object>(columns: Columns<Row>): Row[] {
  const fields = Object.keys(columns) as (keyof Row)[];
  const first = fields[0];
  if (first === undefined) return [];
  return columns[first].map(
    // Every list is as long as the first: toColumns made them of the same rows.
    (_, index) => Object.fromEntries(fields.map((field) => [field, columns[field][index]])) as Row,
  );
}
