import type { Pool } from "pg";

/** Names of nodes by pool and slot. A slot keeps its name for ever, so what was read once is never read again. */
export class NodeNames {
  readonly #database: Pool;
  readonly #known = new Map<number, string[]>();

  constructor(database: Pool) {
    this.#database = database;
  }

  /** Names of these nodes, in their order; null for one that does not exist. */
  async find(nodes: readonly NodeSlot[]): Promise<(string | null)[]> {
    const missing = nodes.filter(({ pool, slot }) => this.#known.get(pool)?.[slot] === undefined);
    if (missing.length > 0) await this.#learn(missing);
    return nodes.map(({ pool, slot }) => this.#known.get(pool)?.[slot] ?? null);
  }

  /** These alone: of thirty nodes of a pool, mostly one is asked for. */
  async #learn(nodes: readonly NodeSlot[]): Promise<void> {
    const { rows } = await this.#database.query<[pool: number, slot: number, name: string]>({
      text: `select pool, slot, name from telemetry.node
        join unnest($1::int[], $2::smallint[]) as wanted(pool, slot) using (pool, slot)`,
      values: [nodes.map(({ pool }) => pool), nodes.map(({ slot }) => slot)],
      rowMode: "array",
    });
    for (const [pool, slot, name] of rows) {
      const names = this.#known.get(pool) ?? [];
      names[slot] = name;
      this.#known.set(pool, names);
    }
  }
}

interface NodeSlot {
  readonly pool: number;
  readonly slot: number;
}
