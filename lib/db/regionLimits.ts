import type pg from "pg";

/** To which regions a connection that is in the pool was limited last. */
const limitOf = new WeakMap<pg.ClientBase, string>();

/** The regions as the database is told them; one text for the same regions, in whatever order they come. */
export function limitsKey(regions: readonly number[]): string {
  return [...new Set(regions)].toSorted((one, other) => one - other).join(",");
}

/**
 * A pool whose connections are limited to these regions before anything is asked of them. It shares them with pools of
 * other limits: each is told anew whose it is where that has changed since it was used last.
 */
export function limitPool(pool: pg.Pool, regions: readonly number[]): pg.Pool {
  const key = limitsKey(regions);
  const connect = async (): Promise<pg.PoolClient> => {
    const client = await pool.connect();
    if (limitOf.get(client) === key) return client;
    try {
      await client.query("select set_config('ballast.regions', $1, false)", [key]);
      limitOf.set(client, key);
      return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  };
  const query = async (...args: Parameters<pg.ClientBase["query"]>): Promise<unknown> => {
    const client = await connect();
    try {
      const answer: unknown = await client.query(...args);
      client.release();
      return answer;
    } catch (error) {
      // What the server refused leaves the connection as good as it was; anything else may have broken it.
      client.release(!isRefusal(error));
      throw error;
    }
  };
  return new Proxy(pool, {
    get: (target, name) => {
      if (name === "connect") return connect;
      if (name === "query") return query;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^(?=.*\d)[0-9A-Z]{5}$/.test(String(error.code));
}
