import { setImmediate } from "node:timers/promises";
import { compareText, createRng } from "../core/index.ts";
import { drawCandidates } from "./candidates.ts";
import { tenantNames } from "./names.ts";
import { placeInRegion } from "./placement.ts";
import { settle, settleExample } from "./settle.ts";
import { DEMO_REGIONS, DEMO_STAMPS } from "./stamps.ts";
import type { DemoFleet, DemoHome } from "./types.ts";
import { drawWorkedExample } from "./workedExample.ts";

const TENANTS = 210;
const PILLAR_TENANTS = 6;

/**
 * The demo fleet of a seed: names, homes and the true properties that its physics renders from. Pure: the same seed gives
 * the same fleet. Takes a second or two, nearly all of it calibration; keep what it returns.
 */
export function buildFleet(seed: number): DemoFleet {
  const steps = buildInSteps(seed);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

const known = new Map<number, DemoFleet>();

/** As `buildFleet`, remembered for as long as the process runs; others get their turn between any two stamps. */
export async function demoFleet(seed: number): Promise<DemoFleet> {
  const steps = buildInSteps(seed);
  for (;;) {
    const fleet = known.get(seed);
    if (fleet !== undefined) return fleet;
    const step = steps.next();
    if (step.done) known.set(seed, step.value);
    else await setImmediate();
  }
}

/** A step a stamp. */
function* buildInSteps(seed: number): Generator<undefined, DemoFleet> {
  const rng = createRng(seed);
  const tenants = tenantNames(TENANTS, rng);
  const example = drawWorkedExample(seed, tenants.slice(0, PILLAR_TENANTS));
  const candidates = drawCandidates(tenants.slice(PILLAR_TENANTS), rng);
  const placed = DEMO_REGIONS.flatMap(({ name }) =>
    placeInRegion(
      seed,
      DEMO_STAMPS.filter((stamp) => stamp.region === name),
      candidates.filter((sketch) => sketch.region === name),
    ),
  );
  const homes: DemoHome[] = [];
  for (const stamp of DEMO_STAMPS) {
    const here = placed.filter((home) => home.stamp === stamp.name);
    const cast = example.find((candidate) => candidate.stamp === stamp.name);
    const settled =
      cast === undefined ? settle(seed, stamp, here) : settleExample(seed, stamp, { cast, others: here });
    homes.push(...settled);
    yield;
  }
  return { seed, regions: DEMO_REGIONS, stamps: DEMO_STAMPS, homes: homes.sort(byRegistryAndRegion) };
}

function byRegistryAndRegion(a: DemoHome, b: DemoHome): number {
  return compareText(
    `${a.replica.registry}/${a.replica.region}`,
    `${b.replica.registry}/${b.replica.region}`,
  );
}
