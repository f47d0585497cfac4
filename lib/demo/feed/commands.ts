import { MINUTE_MS } from "../../core/index.ts";
import { type DatabaseClient, withTransaction } from "../../db/client.ts";
import { Telemetry } from "../../telemetry/commands.ts";
import type { IntakeReport } from "../../telemetry/types.ts";
import { demoFleet } from "../fleet.ts";
import {
  loadDemoBindings,
  loadDemoPools,
  loadRegistryNames,
  type RegistryNames,
  readDemoState,
  type StoredPool,
} from "../queries.ts";
import { createRenderer, type RenderedPool } from "../render.ts";
import { DEMO_SOURCE, loadByRegistry, storePacked, writeDemoState } from "../store/commands.ts";
import { demoFaults, reportedUntil } from "../story.ts";

/** What a demo that was down longer has missed before stays a gap. */
const LONGEST_FILL_MINUTES = 36 * 60;
/** Up to this much arrives sample by sample, as a fleet sends it; more is filled in packed form. */
const LIVE_MINUTES = 15;
const FILL_CHUNK_MINUTES = 6 * 60;
/** The demo's own minutes are never too old; retention takes what is. */
const RETENTION_DAYS = 400;

export interface FedDemo {
  readonly pools: number;
  readonly minutes: number;
}

/**
 * Renders every minute that has closed since the demo was last fed, from the bindings as they were in that minute, and
 * stores it; fills what was missed while nothing ran, at most 36 hours back. Feeding the same minutes again changes
 * nothing, so any process may do it at any time. Null when this database holds no loaded demo.
 */
export async function feedDemo(options: {
  readonly client: DatabaseClient;
  readonly nowMs: number;
  /** The process's way in for telemetry, if it has one already. */
  readonly telemetry?: Telemetry;
}): Promise<FedDemo | null> {
  const { client, nowMs } = options;
  const state = await readDemoState(client.prisma);
  if (state === null || !state.isLoaded) return null;
  const fleet = await demoFleet(state.seed);
  const telemetry = options.telemetry ?? new Telemetry(client.pools.ingest, () => nowMs);
  const pools = await loadDemoPools(client.prisma, fleet);
  const due = pools.flatMap((pool) => {
    const toMinute = reportedUntil(pool, nowMs);
    const fromMinute = Math.max(reportedUntil(pool, state.fedMs), toMinute - LONGEST_FILL_MINUTES);
    return fromMinute < toMinute ? [{ pool, fromMinute, toMinute }] : [];
  });
  if (due.length === 0) return { pools: 0, minutes: 0 };
  const names = await loadRegistryNames(client.prisma, fleet);
  const window = {
    fromMinute: Math.min(...due.map((one) => one.fromMinute)),
    toMinute: Math.max(...due.map((one) => one.toMinute)),
  };
  const bindings = Map.groupBy(await loadDemoBindings(client.prisma, names, window), (one) => one.stampId);
  const renderer = createRenderer(state.seed, demoFaults(state.anchorMinute));
  const live: LivePool[] = [];
  await telemetry.names.refresh();
  for (const { pool, fromMinute, toMinute } of due) {
    const here = bindings.get(pool.stampId) ?? [];
    if (toMinute - fromMinute <= LIVE_MINUTES) {
      live.push({ pool, rendered: renderer.renderPool(pool, here, { fromMinute, toMinute }) });
      continue;
    }
    for (let from = fromMinute; from < toMinute; from += FILL_CHUNK_MINUTES) {
      const part = { fromMinute: from, toMinute: Math.min(from + FILL_CHUNK_MINUTES, toMinute) };
      await storePacked({ client, telemetry, names }, pool, renderer.renderPool(pool, here, part));
    }
  }
  await sendLive(telemetry, live, names);
  await withTransaction(client, (tx) => writeDemoState(tx, { ...state, fedMs: nowMs }));
  return { pools: due.length, minutes: window.toMinute - window.fromMinute };
}

interface LivePool {
  readonly pool: StoredPool;
  readonly rendered: RenderedPool;
}

/** Through the same door as anybody's samples, so that Data health counts them. */
async function sendLive(
  telemetry: Telemetry,
  live: readonly LivePool[],
  names: RegistryNames,
): Promise<void> {
  if (live.length === 0) return;
  const from = { source: DEMO_SOURCE, retentionDays: RETENTION_DAYS };
  const cpu = await telemetry.openCpu({ ...from, endpoint: "cpu" });
  const load = await telemetry.openLoad({ ...from, endpoint: "load" });
  let rows = 0;
  for (const { pool, rendered } of live) {
    for (const [node, name] of rendered.nodes.entries()) {
      for (const [at, centi] of (rendered.cpu[node] ?? []).entries()) {
        if (centi < 0) continue;
        const tsMs = (rendered.fromMinute + at) * MINUTE_MS;
        cpu.sink.row(rows++, tsMs, pool.stampNow, pool.name, name, centi / 100);
      }
    }
    for (const { registry, requests, bytes } of loadByRegistry(rendered, names)) {
      for (const [at, asked] of requests.entries()) {
        const tsMs = (rendered.fromMinute + at) * MINUTE_MS;
        if (asked === 0) continue;
        load.sink.row(rows++, tsMs, pool.stampNow, pool.name, registry.name, asked, bytes[at] ?? 0);
      }
    }
  }
  refuseLoss(await cpu.finish());
  refuseLoss(await load.finish());
  await telemetry.ledger.flush();
}

/** A row that was refused must not count as fed: the job fails, says why, and tries the same minutes again. */
function refuseLoss(report: IntakeReport): void {
  const [first] = report.errors;
  if (report.rejected > 0)
    throw new Error(`${report.rejected} rows of the demo were refused: ${first?.message ?? ""}`);
}
