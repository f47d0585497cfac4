import { expect } from "vitest";
import { renderPhysics, type TrueRegistry } from "#lib/contribution/physicsForTests.ts";
import { watchPlans } from "#lib/execution/watch/commands.ts";
import { executionSeams } from "../executionSeams.ts";
import { FROM_MS, POOLS } from "./plansForTests.ts";
import type { RunsApp } from "./runsForTests.ts";

const MINUTE_MS = 60_000;
const KINDS = ["registry", "dataproxy"];

/**
 * Lets the fleet of `plansForTests` go on: CPU and load of every stamp from the clock on, as its physics renders them for the
 * homes that `homes` tells, of `idle` stamps CPU alone, and the clock with them. Then what a job would do every minute is done once.
 */
export async function goOn(
  runs: RunsApp,
  {
    minutes,
    homes = {},
    idle = [],
    without = [],
  }: { minutes: number; homes?: Record<string, string>; without?: string[]; idle?: string[] },
): Promise<readonly string[]> {
  const { app, call } = runs;
  const fromMs = Math.floor(app.clock.nowMs / MINUTE_MS) * MINUTE_MS;
  app.clock.nowMs = fromMs + minutes * MINUTE_MS;
  const offset = (fromMs - FROM_MS) / MINUTE_MS;
  for (const [stamp, registries] of [
    ...Object.entries(residents(homes)),
    ...idle.map((stamp) => [stamp, []] as const),
  ]) {
    if (without.includes(stamp)) continue;
    for (const [seed, kind] of KINDS.entries()) {
      const later = registries.map(
        (one): TrueRegistry => ({ ...one, requests: (bin) => one.requests(bin + offset) }),
      );
      const physics = {
        nodes: 5,
        bins: minutes,
        idlePoints: 4,
        noisePoints: 0.5,
        seed: seed + offset,
        registries: later,
      };
      const { cpu, requests, bytes } = renderPhysics(physics);
      const place = { stamp, pool: kind, from: fromMs, stepSeconds: 60 };
      const names = registries.map(({ name }) => name);
      for (const [path, rows] of [
        ["cpu", { nodes: cpu.map((_, node) => `n${node}`), cpu }],
        ["load", { registries: names, requests, bytes }],
      ] as const) {
        if (path === "load" && names.length === 0) continue;
        const answer = await call(`/api/v1/samples/${path}/packed`, {
          method: "POST",
          body: { ...place, ...rows },
        });
        expect(answer.json.rejected, answer.text.slice(0, 300)).toBe(0);
      }
    }
  }
  return await watch(runs);
}

/** What the job that runs every minute does at this instant. */
export async function watch({ app }: RunsApp): Promise<readonly string[]> {
  return await watchPlans(app.app, { nowMs: app.clock.nowMs, seams: executionSeams });
}

function residents(homes: Record<string, string>): Record<string, TrueRegistry[]> {
  const at: Record<string, TrueRegistry[]> = {};
  for (const [stamp, registries] of Object.entries(POOLS))
    for (const one of registries) {
      const home = homes[one.name] ?? stamp;
      at[home] = [...(at[home] ?? []), one];
    }
  return at;
}
