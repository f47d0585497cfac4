/** The greatest that the database's `integer` holds: no id, version or revision is beyond it. */
export const MOST_INTEGER = 2_147_483_647;
