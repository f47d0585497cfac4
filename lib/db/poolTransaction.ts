import type pg from "pg";

/**
 * Runs `work` as one transaction on a connection of the pool: all of it, or nothing when it throws. A connection that cannot
 * even be rolled back is not used again. `begin` = how the transaction begins, where that is not as usual.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  begin = "begin",
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const answer = await work(client);
    await client.query("commit");
    return answer;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
