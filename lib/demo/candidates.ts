import { type Rng, shuffle } from "../core/index.ts";
import type { ReplicaSketch } from "./drawTraits.ts";
import { registryName } from "./names.ts";
import { DEMO_REGIONS } from "./stamps.ts";
import type { Profile } from "./types.ts";

const REGISTRIES = 600;
/** Requests a minute of the largest registry at its top. */
const LARGEST_REQUESTS = 46_000;
const IDLE_PART = 0.14;
const FIRST_REGION_PART = 0.36;
/** The largest are in the second region: in the first nobody shall outgrow the worked example's customer. */
const GIANTS = 14;
const GEO_REPLICATED_PART = 0.09;
const USUAL_PROFILES: readonly Profile[] = [
  "business",
  "business",
  "business",
  "consumer",
  "consumer",
  "automation",
];

/** A registry of one of the many tenants, before it has a home. */
interface Candidate {
  readonly registry: string;
  readonly tenant: string;
  readonly requestsPerMinute: number;
}

/** The replicas of the many tenants' registries, before they have a home: most in one region, some in both. */
export function drawCandidates(tenants: readonly string[], rng: Rng): ReplicaSketch[] {
  return drawRegistries(tenants, rng).flatMap((candidate, rank) => {
    // By turns, so that both regions get large and small ones; the second has more room for the many.
    const [first, second] = rank >= GIANTS && (rank * 0.618) % 1 < FIRST_REGION_PART ? [0, 1] : [1, 0];
    const inRegion = (index: number, part: number): ReplicaSketch => ({
      registry: candidate.registry,
      tenant: candidate.tenant,
      region: DEMO_REGIONS[index]?.name ?? "",
      timeZone: DEMO_REGIONS[index]?.timeZone ?? "UTC",
      requestsPerMinute: candidate.requestsPerMinute * part,
      profiles: USUAL_PROFILES,
    });
    const isReplicated = rng() < GEO_REPLICATED_PART;
    return isReplicated ? [inRegion(first, 1), inRegion(second, 0.3 + 0.5 * rng())] : [inRegion(first, 1)];
  });
}

/** Registries of the tenants: a few have many, most have one to four; traffic is long-tailed, some have none. */
function drawRegistries(tenants: readonly string[], rng: Rng): Candidate[] {
  const counts = tenants.map(() => 1);
  const weights = tenants.map((_, index) => 1 / (index + 6));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (let left = REGISTRIES - tenants.length; left > 0; left--) {
    let pick = rng() * total;
    let tenant = 0;
    while (tenant < tenants.length - 1 && pick >= (weights[tenant] ?? 0)) pick -= weights[tenant++] ?? 0;
    counts[tenant] = (counts[tenant] ?? 0) + 1;
  }
  const names = tenants.flatMap((tenant, index) =>
    Array.from({ length: counts[index] ?? 0 }, (_, at) => ({ tenant, registry: registryName(tenant, at) })),
  );
  shuffle(names, rng);
  return names.map((name, rank) => {
    const isIdle = rank > 40 && rng() < IDLE_PART;
    const size = LARGEST_REQUESTS * partOfLargest(rank) * (0.75 + 0.5 * rng());
    return { ...name, requestsPerMinute: isIdle ? 0 : size };
  });
}

/** Zipf and Mandelbrot's law, and beyond the first few hundred a tail of registries that hardly anyone uses. */
function partOfLargest(rank: number): number {
  return (1 + rank / 160) ** -3.2 * Math.exp(-Math.max(0, rank - 220) / 110);
}
