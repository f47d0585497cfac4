import { gaussianAt, keyOf, uniformAt } from "./hashNoise.ts";
import type { Profile, ReplicaTraits } from "./types.ts";

/** What is decided about a replica before its other properties are drawn. */
export interface ReplicaSketch {
  readonly registry: string;
  readonly tenant: string;
  readonly region: string;
  readonly timeZone: string;
  /** Requests a minute to dataproxy pools at the top of the daily shape; 0 = idle. */
  readonly requestsPerMinute: number;
  readonly profiles: readonly Profile[];
}

const PURPOSE = {
  profile: 1,
  shift: 2,
  size: 3,
  ratio: 4,
  request: 5,
  byte: 6,
  spread: 7,
  slot: 8,
  calm: 9,
  job: 10,
};
const MEAN_BYTES_PER_BLOB = 800_000;
const MEAN_BYTES_PER_MANIFEST = 4_000;

/** Draws the true properties of a replica: each from the hash of its name, so that no list order matters. */
export function drawTraits(seed: number, sketch: ReplicaSketch): ReplicaTraits {
  const { registry, region, requestsPerMinute } = sketch;
  const key = keyOf(seed, registry, region);
  const lognormal = (purpose: number, deviation: number) => Math.exp(deviation * gaussianAt(key, purpose));
  const profile =
    sketch.profiles[Math.floor(uniformAt(key, PURPOSE.profile) * sketch.profiles.length)] ?? "business";
  const calm = 0.7 + 0.6 * uniformAt(key, PURPOSE.calm);
  const concentration = 0.03 + 0.11 * uniformAt(key, PURPOSE.spread);
  return {
    registry,
    tenant: sketch.tenant,
    region,
    timeZone: sketch.timeZone,
    key,
    profile,
    shiftMinutes: Math.round(180 * (uniformAt(key, PURPOSE.shift) - 0.5)),
    noise: { slow: 0.1 * calm, middle: 0.09 * calm, white: 0.08 * calm },
    burst: { slotMinutes: 35 + Math.floor(150 * uniformAt(key, PURPOSE.slot)), scale: 0.5, cap: 5 },
    jobHour: Math.floor(12 * uniformAt(key, PURPOSE.job)),
    kinds: {
      registry: {
        requestsPerMinute: requestsPerMinute * 0.45 * lognormal(PURPOSE.ratio, 0.25),
        bytesPerRequest: MEAN_BYTES_PER_MANIFEST,
        vcpuMsPerRequest: 3.6 * lognormal(PURPOSE.request, 0.28),
        vcpuMsPerMegabyte: 5 * lognormal(PURPOSE.byte, 0.3),
        concentration: concentration * 0.8,
        affinityKey: key,
        jobAmplitude: 0,
      },
      dataproxy: {
        requestsPerMinute,
        bytesPerRequest: MEAN_BYTES_PER_BLOB * lognormal(PURPOSE.size, 0.35),
        vcpuMsPerRequest: 3.5 * lognormal(PURPOSE.request, 0.28),
        vcpuMsPerMegabyte: 8 * lognormal(PURPOSE.byte, 0.3),
        concentration,
        affinityKey: key,
        jobAmplitude: 0,
      },
    },
  };
}
