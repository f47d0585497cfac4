import type { Pool } from "pg";

/** Names of nodes by pool and slot. A slot keeps its name for ever, so what was read once is never read again. */
export class NodeNames {
  readonly #database: Pool;
  readonly #known = new Map<number, string[]>();

  constructor(database: Pool) {
    this.#database = database;
  }

  /** Names of these nodes, in their order; null for one that does not exist. */
  async find(nodes: readonly { readonly pool: number; readonly slot: number }[]): Promise<(string | null)[]> {
    const missing = new Set(
      nodes.filter(({ pool, slot }) => this.#known.get(pool)?.[slot] === undefined).map(({ pool }) => pool),
    );
    if (missing.size > 0) await this.#learn([...missing]);
    return nodes.map(({ pool, slot }) => this.#known.get(pool)?.[slot] ?? null);
  }

  async #learn(pools: readonly number[]): Promise<void> {
    const { rows } = await this.#database.query<{ pool: number; slot: number; name: string }>(
      "select pool, slot, name from telemetry.node where pool = any($1::int[])",
      [pools],
    );
    for (const { pool, slot, name } of rows) {
      const names = this.#known.get(pool) ?? [];
      names[slot] = name;
      this.#known.set(pool, names);
    }
  }
}
