import { minuteOf } from "../../core/index.ts";
import type { DatabaseClient } from "../../db/client.ts";
import { callApp, type ServedApp } from "../servedApp.ts";
import { fillCpu, fillLoad } from "./fillScale.ts";
import { count } from "./report.ts";
import { type ScaleFleet, scaleInventory } from "./scaleFleet.ts";

/** The application with the part of the fleet that is there so far. */
export interface GrowingFleet {
  readonly app: ServedApp;
  readonly client: DatabaseClient;
  /** Hours that are filled in before now. */
  readonly hours: number;
  readonly tokens: { readonly cpu: string; readonly load: string };
  stamps: number;
  /** Up to where those stamps have history. */
  filledTo: number;
}

export async function openFleet(
  app: ServedApp,
  client: DatabaseClient,
  hours: number,
): Promise<GrowingFleet> {
  const [cpu, load] = [await makeToken(app, "cpu"), await makeToken(app, "load")];
  return { app, client, hours, tokens: { cpu, load }, stamps: 0, filledTo: 0 };
}

/** Puts the stamps and registries that are missing, by the API, and fills in history up to a minute of now. */
export async function growTo(
  fleet: GrowingFleet,
  part: ScaleFleet,
  toMinute: number,
): Promise<{ cpu: number; load: number }> {
  const before = fleet.stamps;
  const startedAt = performance.now();
  for (const body of scaleInventory(part, before, part.stamps))
    await callApp(fleet.app, "/api/v1/inventory", { method: "PUT", body });
  const put = performance.now();
  const from = toMinute - fleet.hours * 60;
  const stretches = [
    { fleet: part, fromStamp: before, toStamp: part.stamps, window: { fromMinute: from, toMinute } },
    {
      fleet: part,
      fromStamp: 0,
      toStamp: before,
      window: { fromMinute: Math.max(from, fleet.filledTo), toMinute },
    },
  ];
  let [cpu, load] = [0, 0];
  const cpuAt = performance.now();
  for (const one of stretches) cpu += await fillCpu(fleet.client, one);
  const loadAt = performance.now();
  for (const one of stretches) load += await fillLoad(fleet.client, one);
  const endedAt = performance.now();
  await fleet.client.pools.ingest.query(
    "analyze telemetry.pool_minute, telemetry.pool_hour, telemetry.load_minute, telemetry.node",
  );
  Object.assign(fleet, { stamps: part.stamps, filledTo: toMinute });
  process.stdout.write(
    `inventory by the API in ${seconds(put - startedAt)}; ${count(cpu)} CPU samples of history in ` +
      `${seconds(loadAt - cpuAt)}, ${count(load)} load points in ${seconds(endedAt - loadAt)}\n`,
  );
  return { cpu, load };
}

/** The minute before now is the last that has ended. */
export function lastMinute(): number {
  return minuteOf(Date.now()) - 1;
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1_000)} s`;
}

async function makeToken(app: ServedApp, name: string): Promise<string> {
  const made = await callApp(app, "/api/v1/tokens", {
    method: "POST",
    body: { name: `scale ${name}`, role: "ingest" },
  });
  return (made as { secret: string }).secret;
}
