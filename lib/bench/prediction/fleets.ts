import type { Draws } from "./draws.ts";
import type { Affinity, Noise, Saturation, TrueRegistry } from "./physics.ts";

/** What a fleet of a kind is like; every case draws its own numbers from these. */
export interface FleetTraits {
  /** Deviation of the logarithm of the true cost per request and per byte around the fleet's. */
  readonly costSpread: number;
  readonly costExponent: number;
  readonly affinity: (draws: Draws) => Affinity;
  readonly nodeSkew: number;
  readonly shareDrift: number;
  readonly saturation: Saturation;
  readonly noise: Noise;
  /** Pareto exponent of registry sizes: near 1 a few hold almost everything. */
  readonly sizeExponent: number;
  /** Relative deviation of a registry's load beside its daily course, and how bursty it is. */
  readonly loadNoise: number;
  readonly burstScale: number;
  /** The hour of everybody's day, 0–2π, where all have the same; null = each has its own. */
  readonly commonPhase: number | null;
  /** Part of the registries that work in shifts: minutes to hours of work, and nothing between. */
  readonly onOff: number;
  /** How much of the CPU is due to bytes, 0–1. */
  readonly bytesPart: number;
}

const MINUTES = 720;

/** Requests and bytes of a registry for 12 hours: a daily course, three scales of noise, bursts, a scheduled job. */
export function drawLoad(draws: Draws, traits: FleetTraits, requestsPerMinute: number) {
  const own = draws.between(0, 2 * Math.PI);
  const phase = traits.commonPhase === null ? own : traits.commonPhase + 0.1 * draws.normal();
  const depth = traits.commonPhase === null ? draws.between(0.05, 0.75) : draws.between(0.5, 0.9);
  const period = traits.commonPhase === null ? draws.pick([720, 1_440, 1_440]) : 1_440;
  const shiftMinutes = draws.chance(traits.onOff) ? draws.between(10, 120) : 0;
  const slowKeep = Math.exp(-1 / draws.between(30, 120));
  const fastKeep = Math.exp(-1 / draws.between(2, 8));
  const slowNoise = traits.loadNoise * draws.between(0.3, 1.2);
  const fastNoise = traits.loadNoise * draws.between(0.2, 0.9);
  const whiteNoise = traits.loadNoise * draws.between(0.1, 0.6);
  const burstChance = draws.between(0.004, 0.03);
  const burstScale = traits.burstScale * draws.between(0.3, 1.6);
  const jobEvery = draws.chance(0.3) ? draws.whole(20, 120) : 0;
  const jobSize = draws.between(0.5, 3);
  const jobOffset = draws.whole(0, 119);
  const bytesPerRequest = Math.exp(13 + 1.2 * draws.normal());
  const bytesNoise = draws.between(0.01, 0.3);
  const requests = new Float32Array(MINUTES);
  const bytes = new Float32Array(MINUTES);
  let slow = draws.normal();
  let fast = draws.normal();
  let size = draws.normal();
  let burst = 0;
  let works = draws.chance(0.5);
  for (let bin = 0; bin < MINUTES; bin++) {
    slow = slowKeep * slow + Math.sqrt(1 - slowKeep ** 2) * draws.normal();
    fast = fastKeep * fast + Math.sqrt(1 - fastKeep ** 2) * draws.normal();
    size = 0.98 * size + 0.2 * draws.normal();
    if (draws.chance(burstChance)) burst += burstScale * Math.min(12, draws.pareto(1.5) - 0.5);
    burst *= 0.7;
    const daily = 1 + depth * Math.sin(phase + (2 * Math.PI * bin) / period);
    const job = jobEvery > 0 && (bin + jobOffset) % jobEvery < 3 ? jobSize : 0;
    const noise = Math.exp(slowNoise * slow + fastNoise * fast + whiteNoise * draws.normal());
    if (shiftMinutes > 0 && draws.chance(1 / shiftMinutes)) works = !works;
    const shift = shiftMinutes === 0 ? 1 : works ? 2 : 0;
    const mean = requestsPerMinute * shift * (daily * noise + burst + job);
    const seen = Math.max(0, Math.round(mean + Math.sqrt(mean) * draws.normal()));
    requests[bin] = seen;
    bytes[bin] = Math.round(seen * bytesPerRequest * Math.exp(bytesNoise * size));
  }
  return { requests, bytes, bytesPerRequest };
}

/** The registries of a stamp, their costs scaled so that they ask `points` of each of its nodes on average. */
export function drawResidents(
  draws: Draws,
  traits: FleetTraits,
  wanted: {
    readonly prefix: string;
    readonly count: number;
    readonly points: number;
    readonly cpuPerNodePoint: number;
    readonly nodes: number;
  },
): TrueRegistry[] {
  const drafts = Array.from({ length: wanted.count }, (_, index) => {
    const weight = Math.min(draws.pareto(traits.sizeExponent), 60) * draws.between(0.6, 1.4);
    return {
      name: `${wanted.prefix}${String(index).padStart(3, "0")}`,
      weight,
      key: Math.floor(draws.uniform() * 2 ** 31),
    };
  });
  // Costs are of the service: 4 vCPU ms a request and 4 ns a byte, split as the fleet's bytesPart says.
  const rows = drafts.map(({ name, weight, key }) => {
    const load = drawLoad(draws, traits, 20 * weight);
    return {
      name,
      tenant: `tenant-${name}`,
      key,
      affinity: traits.affinity(draws),
      costExponent: traits.costExponent,
      cpuPerRequest: (1 - traits.bytesPart) * Math.exp(traits.costSpread * draws.normal()),
      cpuPerByte: (traits.bytesPart / 8e5) * Math.exp(traits.costSpread * draws.normal()),
      requests: load.requests,
      bytes: load.bytes,
    };
  });
  let sum = 0;
  for (const row of rows)
    for (let bin = 0; bin < MINUTES; bin++)
      sum += row.cpuPerRequest * (row.requests[bin] ?? 0) + row.cpuPerByte * (row.bytes[bin] ?? 0);
  // More load, not dearer load: the service's costs stay what they are, the stamp has busier customers.
  const busier = (wanted.points * wanted.cpuPerNodePoint * wanted.nodes * MINUTES) / (sum * SERVICE_COST);
  return rows.map((row) => ({
    ...row,
    cpuPerRequest: row.cpuPerRequest * SERVICE_COST,
    cpuPerByte: row.cpuPerByte * SERVICE_COST,
    requests: row.requests.map((value) => Math.round(value * busier)),
    bytes: row.bytes.map((value) => Math.round(value * busier)),
  }));
}

/** vCPU milliseconds of a request of common size. */
const SERVICE_COST = 6;
