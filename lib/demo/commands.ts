import { type Author, appendAudit } from "../audit/index.ts";
import { MINUTE_MS, MINUTES_PER_DAY, minuteOf } from "../core/index.ts";
import { type DatabaseClient, type Transaction, withTransaction } from "../db/client.ts";
import { inventoryBodySchema, putInventory, reportSignals, SETTINGS, setSetting } from "../fleet/index.ts";
import { Telemetry } from "../telemetry/commands.ts";
import { demoFleet } from "./fleet.ts";
import { demoInventory } from "./inventory.ts";
import {
  type DemoState,
  loadDemoBindings,
  loadDemoPools,
  loadRegistryNames,
  loadStoredUntil,
  readDemoState,
  type StoredPool,
} from "./queries.ts";
import { createRenderer } from "./render.ts";
import { storePacked, writeDemoState } from "./store/commands.ts";
import { demoFaults, demoSignals, HISTORY_DAYS, historyStart, reportedUntil } from "./story.ts";
import type { DemoFleet } from "./types.ts";

export { DEMO_SEED } from "./demoSeed.ts";
export { feedDemo } from "./feed/commands.ts";
export { type MadePerson, makeDemoPeople } from "./people/commands.ts";
export { demoFleetState, isDemo } from "./queries.ts";

const CHUNK_MINUTES = MINUTES_PER_DAY;
/** Chunks under way at once: one renders while others wait for the database. */
const AT_ONCE = 3;

/**
 * Loads the demo fleet: inventory, signals, the limit of the worked example's region, then eight full days and the
 * anchor's own of CPU and load. A load that was broken off goes on where it stopped, at the seed and anchor it began with.
 * @param options.onProgress the share that is done, 0–1
 */
export async function loadDemo(options: {
  readonly client: DatabaseClient;
  readonly nowMs: number;
  readonly seed: number;
  readonly onProgress: (share: number) => void;
  /** Full days before the anchor's own; fewer for tests that are in a hurry. */
  readonly historyDays?: number;
}): Promise<void> {
  const { client, nowMs } = options;
  const known = await readDemoState(client.prisma);
  const state = known ?? {
    seed: options.seed,
    anchorMinute: minuteOf(nowMs),
    historyDays: options.historyDays ?? HISTORY_DAYS,
    isLoaded: false,
    fedMs: 0,
  };
  if (state.isLoaded) return;
  const fleet = await demoFleet(state.seed);
  if (known === null) await withTransaction(client, (tx) => putDemoFleet(tx, fleet, state));
  await loadHistory({ client, fleet, state, onProgress: options.onProgress });
  const fedMs = state.anchorMinute * MINUTE_MS;
  await withTransaction(client, async (tx) => {
    await writeDemoState(tx, { ...state, isLoaded: true, fedMs });
    await appendAudit(tx, authorAt(nowMs), [
      {
        action: "demo.loaded",
        thing: "inventory",
        thingName: "demo",
        after: { seed: state.seed, anchor: new Date(fedMs).toISOString() },
      },
    ]);
  });
}

function authorAt(atMs: number): Author {
  return { actor: "demo", actorRole: "system", atMs, requestId: null };
}

async function putDemoFleet(tx: Transaction, fleet: DemoFleet, state: DemoState): Promise<void> {
  const author = authorAt(state.anchorMinute * MINUTE_MS);
  for (const step of demoInventory(fleet, state.anchorMinute)) {
    const put = await putInventory(tx, author, { body: inventoryBodySchema.parse(step), prune: false });
    if (!put.ok) throw new Error(`the demo's inventory was refused: ${put.error.detail}`);
  }
  const report = await reportSignals(tx, author, demoSignals(state.anchorMinute));
  if (report.rejected > 0) throw new Error(`the demo's signals were refused: ${report.errors[0]?.message}`);
  for (const { name, limitP95 } of fleet.regions) {
    if (limitP95 === SETTINGS.limitP95.default) continue;
    const reason = "The limit of the worked example's region";
    const set = await setSetting(tx, author, { key: "limitP95", region: name, value: limitP95, reason });
    if (!set.ok) throw new Error(`the demo's limit was refused: ${set.error.detail}`);
  }
  await writeDemoState(tx, state);
}

interface HistoryLoad {
  readonly client: DatabaseClient;
  readonly fleet: DemoFleet;
  readonly state: DemoState;
  readonly onProgress: (share: number) => void;
}

async function loadHistory({ client, fleet, state, onProgress }: HistoryLoad): Promise<void> {
  const start = historyStart(state.anchorMinute, state.historyDays);
  const window = { fromMinute: start, toMinute: state.anchorMinute };
  const telemetry = new Telemetry(client.pools.ingest, () => state.anchorMinute * MINUTE_MS);
  await telemetry.names.refresh();
  const pools = await loadDemoPools(client.prisma, fleet);
  const names = await loadRegistryNames(client.prisma, fleet);
  const bindings = Map.groupBy(await loadDemoBindings(client.prisma, names, window), (one) => one.stampId);
  const storedUntil = await loadStoredUntil(client.prisma, start);
  const renderer = createRenderer(state.seed, demoFaults(state.anchorMinute));
  const chunks = chunksOf(pools, state);
  let done = 0;
  async function work(): Promise<void> {
    for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
      const { pool, fromMinute, toMinute } = chunk;
      if ((storedUntil.get(pool.id) ?? 0) < toMinute) {
        const rendered = renderer.renderPool(pool, bindings.get(pool.stampId) ?? [], {
          fromMinute,
          toMinute,
        });
        await storePacked({ client, telemetry, names }, pool, rendered);
      }
      done++;
      onProgress(done / (done + chunks.length));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Day by day, each pool in turn: what is stored of a pool is always its past up to some minute. */
function chunksOf(pools: readonly StoredPool[], { anchorMinute, historyDays }: DemoState) {
  const chunks: { pool: StoredPool; fromMinute: number; toMinute: number }[] = [];
  const start = historyStart(anchorMinute, historyDays);
  for (let fromMinute = start; fromMinute < anchorMinute; fromMinute += CHUNK_MINUTES) {
    for (const pool of pools) {
      const until = reportedUntil(pool, anchorMinute * MINUTE_MS);
      const toMinute = Math.min(fromMinute + CHUNK_MINUTES, until);
      if (toMinute > fromMinute) chunks.push({ pool, fromMinute, toMinute });
    }
  }
  return chunks;
}
