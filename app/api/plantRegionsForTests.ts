import { expect } from "vitest";
import {
  renderPhysics,
  type TruePool,
  type TrueRegistry,
  wandering,
} from "#lib/contribution/physicsForTests.ts";
import { TEST_START_MS } from "#lib/http/appForTests.ts";
import type { apiCaller } from "./callApiForTests.ts";

const BINS = 720;
const FROM_MS = TEST_START_MS - BINS * 60_000;
const DAY_MS = 86_400_000;

/** The hours in which planted stamps were measured: they end when the tests' clock begins. */
export const PLANTED_WINDOW = { from: FROM_MS, to: TEST_START_MS };

/** A registry that asks about so many requests a minute; a hundred take a point of one node. */
export const planted = (
  name: string,
  level: number,
  seed: number,
  more: Partial<TrueRegistry> = {},
): TrueRegistry => ({
  name,
  tenant: `${name}-ltd`,
  requests: wandering(level, seed),
  bytesPerRequest: 500,
  pointsPerRequest: 0.01,
  ...more,
});

/** So many alike, each of a tenant of its own. */
export const plantedMany = (prefix: string, count: number, level: number): TrueRegistry[] =>
  Array.from({ length: count }, (_, index) =>
    planted(`${prefix}${index}`, level, index + 31 * prefix.charCodeAt(0) + prefix.length),
  );

export interface PlantedStamp {
  readonly registries: readonly TrueRegistry[];
  readonly kind?: "shared" | "isolated";
  /** Of its one pool, `dataproxy`; 6 of 8 vCPUs where nothing is said. */
  readonly nodes?: number;
  /** Points that one node has by itself, whatever tenants ask. */
  readonly sick?: { readonly node: number; readonly points: number };
}

export type PlantedRegions = Readonly<Record<string, Readonly<Record<string, PlantedStamp>>>>;

/** Puts regions into a fleet by its API: inventory, and twelve hours of CPU and load until the tests' clock begins. */
export async function plantRegions(
  call: ReturnType<typeof apiCaller>,
  regions: PlantedRegions,
): Promise<void> {
  const body = {
    regions: Object.entries(regions).map(([name, stamps]) => ({
      name,
      stamps: Object.entries(stamps).map(([stamp, { kind = "shared" }]) => ({
        name: stamp,
        kind,
        pools: [{ name: "dataproxy", vcpusPerNode: 8 }],
      })),
    })),
    registries: Object.entries(regions).flatMap(([region, stamps]) =>
      Object.entries(stamps).flatMap(([homeStamp, { registries }]) =>
        registries.map(({ name, tenant }) => ({
          name,
          tenant,
          replicas: [{ region, homeStamp, boundAt: FROM_MS - 30 * DAY_MS }],
        })),
      ),
    ),
  };
  expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
  for (const stamps of Object.values(regions))
    for (const [stamp, facts] of Object.entries(stamps)) await plantTelemetry(call, stamp, facts);
}

async function plantTelemetry(
  call: ReturnType<typeof apiCaller>,
  stamp: string,
  { registries, nodes = 6, sick }: PlantedStamp,
): Promise<void> {
  const pool: TruePool = { nodes, bins: BINS, idlePoints: 4, noisePoints: 0.5, seed: 9, registries };
  const { cpu, requests, bytes } = renderPhysics(pool);
  const shown = cpu.map((row, node) =>
    node === sick?.node ? row.map((value) => Math.min(100, value + sick.points)) : row,
  );
  const rows = {
    cpu: { nodes: shown.map((_, node) => `n${node}`), cpu: shown },
    load: { registries: registries.map(({ name }) => name), requests, bytes },
  };
  for (const kind of ["cpu", "load"] as const) {
    const body = { stamp, pool: "dataproxy", from: FROM_MS, stepSeconds: 60, ...rows[kind] };
    const answer = await call(`/api/v1/samples/${kind}/packed`, { method: "POST", body });
    expect(answer.json.rejected).toBe(0);
  }
}
