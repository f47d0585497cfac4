import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRng, type Rng } from "../core/index.ts";
import { createDatabaseClient } from "../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";
import { Telemetry } from "./commands.ts";
import { HourReader } from "./cpu/hours/queries.ts";
import { readNodeMatrix } from "./cpu/queries.ts";

const NOW = Date.parse("2026-11-20T12:00:30Z");
const MINUTE = Math.floor(NOW / 60_000);
const OPTIONS = { source: "test", endpoint: "samples/cpu", retentionDays: 400 };

interface Sample {
  readonly node: string;
  readonly tsMs: number;
  readonly cpu: number;
}

let db: TestDatabase;
let poolId = 0;

beforeAll(async () => {
  db = await createTestDatabase();
  const region = await db.prisma.region.create({ data: { name: "westus" } });
  const stamp = await db.prisma.stamp.create({ data: { name: "wus-a", regionId: region.id } });
  poolId = (await db.prisma.pool.create({ data: { name: "registry", kind: "registry", stampId: stamp.id } }))
    .id;
});

afterAll(() => db.close());

function randomBatch(rng: Rng): Sample[] {
  return Array.from({ length: 1 + Math.floor(rng() * 60) }, () => ({
    node: `n${Math.floor(rng() * 6)}`,
    tsMs: (MINUTE - Math.floor(rng() * 130)) * 60_000 + Math.floor(rng() * 4) * 15_000,
    cpu: Math.floor(rng() * 10_001) / 100,
  })).filter((sample) => sample.tsMs <= NOW);
}

/** Sends until it is acknowledged, as a client that keeps its data does. */
async function sendUntilAcknowledged(telemetry: Telemetry, batch: readonly Sample[]): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      const intake = await telemetry.openCpu(OPTIONS);
      batch.forEach((sample, index) => {
        intake.sink.row(index, sample.tsMs, "wus-a", "registry", sample.node, sample.cpu);
      });
      await intake.finish();
      return attempt;
    } catch (error) {
      if (attempt === 20) throw error;
    }
  }
}

/** Ends every connection that is writing, in the middle of whatever it does, a random moment after the start. */
async function endConnections(rng: Rng): Promise<void> {
  const admin = new pg.Client({ connectionString: db.url });
  await admin.connect();
  await admin.query("select pg_sleep($1)", [rng() * 0.01]);
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'ballast ingest'`,
  );
  await admin.end();
}

/** The node-minutes that the samples make, by PRODUCT.md's words: the last value of each second, averaged. */
function recompute(samples: readonly Sample[]): Map<string, number> {
  const last = new Map(
    samples.map((sample) => [`${sample.node}/${Math.floor(sample.tsMs / 1_000)}`, sample]),
  );
  const cells = new Map<string, number[]>();
  for (const { node, tsMs, cpu } of last.values()) {
    const key = `${node}/${Math.floor(tsMs / 60_000)}`;
    cells.set(key, [...(cells.get(key) ?? []), Math.round(cpu * 100)]);
  }
  return new Map(
    [...cells].map(([key, values]) => [
      key,
      Math.round(values.reduce((sum, value) => sum + value, 0) / values.length),
    ]),
  );
}

describe("writing while connections are torn away", () => {
  it("ends with exactly what was acknowledged: rows, rollups and hours equal a recomputation", async () => {
    const rng = createRng(20_261_121);
    const client = createDatabaseClient(db.url);
    // Each remembers what it has written, as processes of the app do, and meets what the others wrote since.
    const writers = Array.from({ length: 3 }, () => new Telemetry(client.pools.ingest, () => NOW));
    const anyWriter = () => writers[Math.floor(rng() * writers.length)] ?? new Telemetry(db.pool, () => NOW);
    const acknowledged: Sample[] = [];
    let repeated = 0;
    try {
      for (let round = 0; round < 40; round++) {
        const batch = randomBatch(rng);
        const [attempts] = await Promise.all([
          sendUntilAcknowledged(anyWriter(), batch),
          endConnections(rng),
        ]);
        acknowledged.push(...batch);
        if (attempts > 1) repeated++;
        if (rng() < 0.3) {
          const earlier = acknowledged.slice(0, 50);
          await sendUntilAcknowledged(anyWriter(), earlier);
          acknowledged.push(...earlier);
        }
      }
    } finally {
      await client.close();
    }
    expect(repeated).toBeGreaterThan(0);

    const window = { fromMinute: MINUTE - 140, toMinute: MINUTE + 1 };
    const expected = recompute(acknowledged);
    const matrix = await readNodeMatrix(db.pool, poolId, window);
    const stored = new Map(
      matrix?.nodes.flatMap((node, at) =>
        [...(matrix.values[at] ?? [])].flatMap((value, bin): [string, number][] =>
          value < 0 ? [] : [[`${node.name}/${window.fromMinute + bin}`, value]],
        ),
      ),
    );
    expect(new Map([...stored].sort())).toEqual(new Map([...expected].sort()));
    const rollup = (await new HourReader(db.pool, () => NOW).readWindows([poolId], window)).get(poolId);
    const hot = Array.from({ length: window.toMinute - window.fromMinute }, (_, bin) =>
      Math.max(-1, ...(matrix?.values ?? []).map((values) => values[bin] ?? -1)),
    );
    expect([...(rollup?.hot ?? [])]).toEqual(hot);
  });
});
