import { setImmediate as nextTurn } from "node:timers/promises";
import { hourOf, type MinuteWindow } from "../core/index.ts";
import type { DatabaseClient } from "../db/client.ts";
import type { FleetPool } from "../fleet/types.ts";
import { readNodeMatrix } from "../telemetry/cpu/queries.ts";
import type { LoadMatrix } from "../telemetry/load/loadMatrix.ts";
import { readLoadMatrices } from "../telemetry/load/queries.ts";
import type { NodeMatrix, PoolWindow } from "../telemetry/types.ts";
import { fitLoadModel } from "./fitLoadModel.ts";
import type { FittedPool } from "./fittedPool.ts";
import { contributePool, type PoolContribution } from "./poolContribution.ts";

/** One pool over one window: what was asked of it, what its nodes did, and the model that explains the one by the other. */
export interface FittedPoolWindow extends MinuteWindow {
  readonly pool: number;
  readonly load: LoadMatrix;
  /** Null = no minute of a single node is there. */
  readonly nodes: NodeMatrix | null;
  /** Null = too little to fit. Whether it may be used is `judgeEvidence`'s to say. The same object as long as it is kept. */
  readonly fit: FittedPool | null;
  /** As the model has it, whether it may be used or not. */
  readonly contribution: PoolContribution;
}

/** A pool, and the window of it that is asked for, with hot(bin). */
export interface PoolAndWindow {
  readonly pool: Pick<FleetPool, "id" | "stampId" | "vcpusPerNode">;
  readonly window: PoolWindow;
}

/** Pools that are read and fitted side by side: the others wait here, and not for a connection that might time out. */
const MOST_AT_ONCE = 3;

/** What the fitted windows kept in memory may take together: some five hundred pools of a usual size. */
const MOST_BYTES = 256 * 1_048_576;

interface Kept {
  readonly fingerprint: string;
  readonly fitted: Promise<FittedPoolWindow>;
  bytes: number;
}

/**
 * Load models of pools, fitted when first asked for and kept by window. Before every answer the database is asked whether
 * anything of the window was written or re-bound since: what was acknowledged is in it, whichever process wrote.
 */
export class LoadModelKeeper {
  readonly #database: Pick<DatabaseClient, "pools" | "prisma">;
  readonly #kept = new Map<string, Kept>();
  readonly #turns = new Turns(MOST_AT_ONCE);

  constructor(database: Pick<DatabaseClient, "pools" | "prisma">) {
    this.#database = database;
  }

  /** By pool id. Pools without load or without CPU are there too, without a model. */
  async read(asked: readonly PoolAndWindow[]): Promise<Map<number, FittedPoolWindow>> {
    const byWindow = Map.groupBy(asked, ({ window }) => `${window.fromMinute}-${window.toMinute}`);
    const groups = await Promise.all([...byWindow.values()].map((group) => this.#readWindow(group)));
    return new Map(groups.flat().map((fitted) => [fitted.pool, fitted]));
  }

  async #readWindow(asked: readonly PoolAndWindow[]): Promise<FittedPoolWindow[]> {
    const [first] = asked;
    if (first === undefined) return [];
    const { fromMinute, toMinute } = first.window;
    const window = { fromMinute, toMinute };
    const fingerprints = await this.#fingerprint(asked, window);
    const keyOf = ({ pool }: PoolAndWindow) => `${pool.id} ${fromMinute} ${toMinute}`;
    const printOf = ({ pool }: PoolAndWindow) => `${fingerprints.get(pool.id) ?? ""} ${pool.vcpusPerNode}`;
    const missing = asked.filter((one) => this.#kept.get(keyOf(one))?.fingerprint !== printOf(one));
    const reading =
      missing.length === 0
        ? null
        : readLoadMatrices(
            this.#database,
            missing.map(({ pool }) => pool),
            window,
          );
    for (const one of missing)
      this.#keep(keyOf(one), printOf(one), this.#fit(one, reading ?? Promise.resolve(new Map())));
    return await Promise.all(asked.map((one) => this.#take(keyOf(one))));
  }

  #keep(key: string, fingerprint: string, fitted: Promise<FittedPoolWindow>): void {
    const kept: Kept = { fingerprint, fitted, bytes: 0 };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    fitted.then(
      (done) => {
        kept.bytes = bytesOf(done);
        this.#forgetBeyond(MOST_BYTES);
      },
      () => {
        if (this.#kept.get(key) === kept) this.#kept.delete(key);
      },
    );
  }

  async #take(key: string): Promise<FittedPoolWindow> {
    const kept = this.#kept.get(key);
    if (kept === undefined) throw new Error(`the window ${key} was not read`);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return await kept.fitted;
  }

  /** Those not asked for longest go first; what is being fitted stays. */
  #forgetBeyond(mostBytes: number): void {
    let held = 0;
    for (const { bytes } of this.#kept.values()) held += bytes;
    for (const [key, { bytes }] of this.#kept) {
      if (held <= mostBytes) return;
      if (bytes === 0) continue;
      this.#kept.delete(key);
      held -= bytes;
    }
  }

  async #fit(
    { pool, window }: PoolAndWindow,
    reading: Promise<ReadonlyMap<number, LoadMatrix>>,
  ): Promise<FittedPoolWindow> {
    const load = (await reading).get(pool.id);
    if (load === undefined) throw new Error(`the load of pool ${pool.id} was not read`);
    return await this.#turns.take(() => this.#fitLoad({ pool, window }, load));
  }

  async #fitLoad({ pool, window }: PoolAndWindow, load: LoadMatrix): Promise<FittedPoolWindow> {
    const nodes = await readNodeMatrix(this.#database.pools.read, pool.id, window);
    // A fit is a good part of a second of work: requests that wait get their turn between two.
    await nextTurn();
    const { vcpusPerNode } = pool;
    const model = nodes === null ? null : fitLoadModel({ nodes, load, vcpusPerNode });
    const fit = nodes === null || model === null ? null : { nodes, model };
    await nextTurn();
    const contribution = contributePool({ hot: window.hot, load, nodes, fit });
    return {
      pool: pool.id,
      fromMinute: window.fromMinute,
      toMinute: window.toMinute,
      load,
      nodes,
      fit,
      contribution,
    };
  }

  /**
   * What changes whenever a row of the pool's CPU or load in the window, a home on its stamp, or a name of those does.
   * A row's xmin is the transaction that wrote it: rewritten or deleted, the sum is another.
   */
  async #fingerprint(asked: readonly PoolAndWindow[], window: MinuteWindow): Promise<Map<number, string>> {
    const { fromMinute, toMinute } = window;
    const pools = asked.map(({ pool }) => pool.id);
    const print = async (text: string, values: readonly unknown[]) => {
      const { rows } = await this.#database.pools.read.query<{ id: number; print: string }>(text, [
        ...values,
      ]);
      return new Map(rows.map((row) => [row.id, row.print]));
    };
    // Three statements, because homes are not kept where a pool's samples are: ARCHITECTURE.md, "More than one machine".
    const [load, hours, homes] = await Promise.all([
      print(
        `select pool as id, concat(count(*), '.', sum(xmin::text::bigint)) as print from telemetry.load_minute
          where pool = any($1::int[]) and minute >= $2 and minute < $3 group by pool`,
        [pools, fromMinute, toMinute],
      ),
      print(
        `select pool as id, concat(count(*), '.', sum(xmin::text::bigint)) as print from telemetry.pool_hour
          where pool = any($1::int[]) and hour >= $2 and hour <= $3 group by pool`,
        [pools, hourOf(fromMinute), hourOf(toMinute - 1)],
      ),
      print(
        `select stamp_id as id, concat(count(*), '.', sum(binding.xmin::text::bigint), '.',
            sum(registry.xmin::text::bigint), '.', sum(tenant.xmin::text::bigint)) as print
          from binding join replica on replica.id = binding.replica_id
            join registry on registry.id = replica.registry_id join tenant on tenant.id = registry.tenant_id
          where stamp_id = any($1::int[]) and bound_at < to_timestamp($3::float8 * 60)
            and (unbound_at is null or unbound_at > to_timestamp($2::float8 * 60)) group by stamp_id`,
        [asked.map(({ pool }) => pool.stampId), fromMinute, toMinute],
      ),
    ]);
    return new Map(
      asked.map(({ pool }) => [
        pool.id,
        [load.get(pool.id), hours.get(pool.id), homes.get(pool.stampId)].join("/"),
      ]),
    );
  }
}

/** Lets so many works run at once; the others wait in the order they came. */
class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}

/** Of a node-minute: whoever asks about the pool lays it out once (layOutPool). */
const LAID_OUT_BYTES = 8 + 5 * 4 + 2;

function bytesOf({ load, nodes, fit }: FittedPoolWindow): number {
  const series = new Set(load.registries.flatMap(({ requests, bytes }) => [requests.buffer, bytes.buffer]));
  const arrays = [...(nodes?.values ?? []), ...(fit?.model.demand ?? []), ...(fit?.model.fitted ?? [])];
  const perRegistry = 1_000;
  let sum = load.registries.length * perRegistry;
  for (const { byteLength } of series) sum += byteLength;
  for (const { byteLength } of arrays) sum += byteLength;
  if (fit !== null)
    sum += LAID_OUT_BYTES * fit.nodes.nodes.length * (fit.nodes.toMinute - fit.nodes.fromMinute);
  return sum;
}
