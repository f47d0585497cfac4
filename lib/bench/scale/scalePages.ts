import { setTimeout as delay } from "node:timers/promises";
import { signIn } from "../flood/floodFleet.ts";
import type { ServedApp } from "../servedApp.ts";
import { Latencies } from "./latencies.ts";
import { nameRegion, nameStamp, type ScaleFleet } from "./scaleFleet.ts";

export interface PageTimes {
  readonly path: string;
  readonly loads: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly kilobytes: number;
  /** Answers other than 200. */
  readonly failed: number;
}

/** What somebody who looks after a region opens. */
export function regionPages(fleet: ScaleFleet): readonly string[] {
  const region = nameRegion(0);
  const stamp = nameStamp(fleet, 7);
  return [
    `/fleet?region=${region}`,
    `/stamps?region=${region}`,
    `/stamps/${stamp}?region=${region}`,
    `/registries?region=${region}`,
    `/api/v1/registries?stamp=${stamp}&limit=200`,
    `/api/v1/fleet/heatmap?region=${region}&step=5m&measure=hot`,
  ];
}

/** What reads the whole fleet: people at the top, programs that watch it. */
export const FLEET_PAGES: readonly string[] = [
  "/fleet",
  "/stamps",
  "/registries",
  "/api/v1/fleet",
  "/api/v1/inventory",
  "/metrics/fleet",
];

/** Loads pages one after the other, round after round, to the last byte, with a pause that people make between them. */
export async function timePages(
  app: ServedApp,
  asked: { readonly paths: readonly string[]; readonly rounds: number; readonly pauseMs: number },
): Promise<readonly PageTimes[]> {
  const cookie = await signIn({ ...app, address: app.origin });
  const states = asked.paths.map((path) => ({ path, times: new Latencies(), bytes: 0, failed: 0, loads: 0 }));
  for (let round = -1; round < asked.rounds; round++) {
    for (const state of states) {
      const askedAt = performance.now();
      const answer = await fetch(app.origin + state.path, { headers: { cookie }, redirect: "manual" });
      const body = await answer.arrayBuffer();
      const taken = performance.now() - askedAt;
      // The first round is of code and caches that are cold.
      if (round >= 0) {
        state.times.add(taken);
        state.loads++;
        if (answer.status !== 200) state.failed++;
        state.bytes = body.byteLength;
      }
      await delay(asked.pauseMs);
    }
  }
  return states.map(({ path, times, bytes, failed, loads }) => ({
    ...{ path, loads, failed, kilobytes: bytes / 1_024 },
    p50Ms: times.percentile(0.5),
    p95Ms: times.percentile(0.95),
  }));
}
