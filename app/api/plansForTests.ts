import { expect } from "vitest";
import {
  renderPhysics,
  type TruePool,
  type TrueRegistry,
  wandering,
} from "#lib/contribution/physicsForTests.ts";
import { createTestApp, TEST_START_MS } from "#lib/http/appForTests.ts";
import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import { apiCaller, type CallAnswer } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

const BINS = 360;
export const FROM_MS = TEST_START_MS - BINS * 60_000;
export const window = { from: FROM_MS, to: TEST_START_MS };
/** Requests a minute, all on wus-a: two that carry nearly all, one between, three of next to nothing. */
export const LEVELS = { big: 9_000, large: 6_000, middle: 700, small: 20, tiny: 10, "=idle": 4 };

const registry = (name: string, level: number): TrueRegistry => ({
  name,
  tenant: name,
  requests: wandering(level, [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1_000),
  bytesPerRequest: 500,
  pointsPerRequest: 0.01,
});
const hot = Object.entries(LEVELS).map(([name, level]) => registry(name, level));
export const POOLS: Readonly<Record<string, readonly TrueRegistry[]>> = {
  "wus-a": hot,
  "wus-b": [registry("neighbour", 3_000)],
  "wus-c": [registry("other", 2_000)],
};
const kinds = ["registry", "dataproxy"];
const pools = kinds.map((name) => ({ name, vcpusPerNode: 8 }));
/** A stamp that does not exist yet, as a body describes it. */
export const newStamp = {
  name: "wus-new",
  kind: "isolated",
  pools: pools.map((one) => ({ ...one, instances: 5 })),
};
export const moves = Object.keys(LEVELS).map((name) => ({ registry: name, to: "wus-new" }));
/** All of wus-a's registries to a stamp of their own. */
export const isolation = { region: "westus", window, moves, newStamps: [newStamp] };
/** A phase that moves registries to wus-b. */
export const phase = (...names: string[]) => ({
  moves: names.map((name) => ({ registry: name, to: "wus-b" })),
});
export const byHand = (...phases: object[]) => ({ region: "westus", window, phases });
/** Class, hours and registries of each phase. */
export const shapeOf = ({ content }: PlanAnswer) =>
  content.phases.map(({ class: kind, observationHours, moves: own }) => [
    kind,
    observationHours,
    own.map((move) => move.registry),
  ]);

/** A fleet of two regions with physics on three stamps, and the calls of the plans API. Tenants: acme, but for `middle`. */
export async function createPlansApp() {
  const app = await createTestApp();
  const call = apiCaller(await loadRouteFiles(), app);
  await putFleet(call);
  return {
    app,
    call,
    post: async (path: string, body: unknown, { token = app.tokens.operator, headers = {} } = {}) =>
      await call(`/api/v1/plans${path}`, { method: "POST", token, body, headers }),
    patch: async (plan: Pick<PlanAnswer, "id">, body: object, token = app.tokens.operator) =>
      await call(`/api/v1/plans/${plan.id}`, { method: "PATCH", token, body }),
    put: async (path: string, body: object) => {
      const answer = await call(`/api/v1/${path}`, { method: "PUT", body });
      expect(answer.status, answer.text).toBe(200);
    },
    countRows: async () => ({
      plans: await app.db.prisma.plan.count(),
      versions: await app.db.prisma.planVersion.count(),
      edits: await app.db.prisma.planEdit.count(),
    }),
  };
}
export type PlansApp = Awaited<ReturnType<typeof createPlansApp>>;

/** The plan that an answer holds. */
export async function made(answer: Promise<CallAnswer>, status = 201): Promise<PlanAnswer> {
  const { json, text, status: got } = await answer;
  expect(got, text.slice(0, 500)).toBe(status);
  return json;
}

async function putFleet(call: ReturnType<typeof apiCaller>) {
  const stamp = (name: string) => ({ name, pools });
  const home = (name: string, homeStamp: string, tenant = "acme") => ({
    name,
    tenant,
    replicas: [{ region: "westus", homeStamp, boundAt: FROM_MS - 86_400_000 * 30 }],
  });
  const body = {
    regions: [
      {
        name: "westus",
        timeZone: "America/Los_Angeles",
        stamps: [...Object.keys(POOLS), "wus-empty"].map(stamp),
      },
      { name: "eastus", stamps: [stamp("eus-a")] },
    ],
    registries: [
      ...hot.map(({ name }) => home(name, "wus-a", name === "middle" ? "middling" : "acme")),
      home("neighbour", "wus-b", "nearby"),
      home("other", "wus-c", "others"),
    ],
  };
  expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
  for (const [stampName, registries] of Object.entries(POOLS))
    for (const [seed, kind] of kinds.entries()) {
      const physics: TruePool = { nodes: 5, bins: BINS, idlePoints: 4, noisePoints: 0.5, seed, registries };
      const { cpu, requests, bytes } = renderPhysics(physics);
      const place = { stamp: stampName, pool: kind, from: FROM_MS, stepSeconds: 60 };
      const nodes = cpu.map((_, node) => `n${node}`);
      const names = registries.map(({ name }) => name);
      for (const [path, rows] of [
        ["cpu", { nodes, cpu }],
        ["load", { registries: names, requests, bytes }],
      ] as const) {
        const sent = { ...place, ...rows };
        const answer = await call(`/api/v1/samples/${path}/packed`, { method: "POST", body: sent });
        expect(answer.json.rejected).toBe(0);
      }
    }
}
