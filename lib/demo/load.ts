import { MINUTES_PER_HOUR, zoneOffsetMinutes } from "../core/index.ts";
import { addSmoothNoise, gaussianAt, mix, uniformAt } from "./hashNoise.ts";
import { shapeAt } from "./shape.ts";
import type { DemoPoolKind, ReplicaTraits } from "./types.ts";

/** Requests and bytes of one replica for the 60 minutes of an hour. Whole numbers, totals of the minute. */
export interface HourOfLoad {
  readonly requests: Float64Array;
  readonly bytes: Float64Array;
}

export function createHourOfLoad(): HourOfLoad {
  return { requests: new Float64Array(MINUTES_PER_HOUR), bytes: new Float64Array(MINUTES_PER_HOUR) };
}

/** The part of the golden ratio behind the point: multiples of it fill [0, 1) evenly, however many one takes. */
const GOLDEN = 0.618_033_988_749_895;
const LONGEST_BURST_MINUTES = 4;
/** Pareto exponent of burst sizes: heavy-tailed, with a mean. */
const BURST_EXPONENT = 1.6;
const PURPOSE = {
  slow: 0x51,
  middle: 0x52,
  white: 0x53,
  burst: 0x54,
  job: 0x55,
  requests: 0x56,
  bytes: 0x57,
};
const KIND_KEY: Readonly<Record<DemoPoolKind, number>> = { registry: 0x11, dataproxy: 0x22 };

/**
 * The load of a replica in an hour, in every minute a function of (traits, minute) alone: daily and weekly shape of its
 * profile in its region's local time, three scales of noise, bursts, the scheduled job. Where it is bound plays no part.
 * @param utcHour whole hours since 1970-01-01T00:00Z
 */
export function renderLoad(
  replica: ReplicaTraits,
  kind: DemoPoolKind,
  utcHour: number,
  out: HourOfLoad,
): void {
  const traits = replica.kinds[kind];
  if (traits.requestsPerMinute === 0) {
    out.requests.fill(0);
    out.bytes.fill(0);
    return;
  }
  const fromMinute = utcHour * MINUTES_PER_HOUR;
  const factor = out.requests;
  fillNoise(factor, replica, fromMinute);
  addBursts(factor, replica, fromMinute);
  addJob(factor, replica, utcHour, traits.jobAmplitude);
  const local = fromMinute + zoneOffsetMinutes(replica.timeZone, utcHour) + replica.shiftMinutes;
  const atStart = shapeAt(replica.profile, local) * traits.requestsPerMinute;
  const atEnd = shapeAt(replica.profile, local + MINUTES_PER_HOUR) * traits.requestsPerMinute;
  const step = (atEnd - atStart) / MINUTES_PER_HOUR;
  const requestsKey = mix(replica.key, PURPOSE.requests) ^ KIND_KEY[kind];
  const bytesKey = mix(replica.key, PURPOSE.bytes) ^ KIND_KEY[kind];
  for (let index = 0; index < MINUTES_PER_HOUR; index++) {
    const minute = fromMinute + index;
    const mean = (atStart + step * index) * (factor[index] ?? 0);
    // Rounding up or down by chance keeps the mean of registries that see a request every few minutes.
    const requests = Math.floor(mean + uniformAt(requestsKey, minute));
    const bytes = requests * traits.bytesPerRequest * (1 + 0.006 * gaussianAt(bytesKey, minute));
    factor[index] = requests;
    out.bytes[index] = Math.round(bytes);
  }
}

function fillNoise(factor: Float64Array, replica: ReplicaTraits, fromMinute: number): void {
  const { slow, middle, white } = replica.noise;
  factor.fill(1);
  addSmoothNoise(factor, fromMinute, {
    key: mix(replica.key, PURPOSE.slow),
    periodMinutes: 41,
    deviation: slow,
  });
  addSmoothNoise(factor, fromMinute, {
    key: mix(replica.key, PURPOSE.middle),
    periodMinutes: 7,
    deviation: middle,
  });
  const whiteKey = mix(replica.key, PURPOSE.white);
  for (let index = 0; index < factor.length; index++) {
    const value = (factor[index] ?? 0) + white * gaussianAt(whiteKey, fromMinute + index);
    factor[index] = Math.max(0.05, value);
  }
}

/**
 * One burst in every slot of time. Sizes are Pareto quantiles of a golden-ratio sequence, not of independent draws: any
 * half day then holds about the same mix of small and large bursts, and a 12-hour P95 is not a lottery.
 */
function addBursts(factor: Float64Array, replica: ReplicaTraits, fromMinute: number): void {
  const { slotMinutes, scale, cap } = replica.burst;
  if (scale === 0) return;
  const key = mix(replica.key, PURPOSE.burst);
  const phase = key % slotMinutes;
  const toMinute = fromMinute + factor.length;
  const lastSlot = Math.floor((toMinute - 1 + phase) / slotMinutes);
  for (let slot = Math.floor((fromMinute + phase) / slotMinutes); slot <= lastSlot; slot++) {
    const hash = mix(key, slot);
    const duration = 1 + (hash % LONGEST_BURST_MINUTES);
    const start = slot * slotMinutes - phase + ((hash >>> 8) % (slotMinutes - LONGEST_BURST_MINUTES));
    const rank = (slot * GOLDEN + key / 4_294_967_296) % 1;
    const size = Math.min(cap, scale * ((1 - rank) ** (-1 / BURST_EXPONENT) - 1));
    const end = Math.min(start + duration, toMinute);
    for (let minute = Math.max(start, fromMinute); minute < end; minute++) {
      const index = minute - fromMinute;
      factor[index] = (factor[index] ?? 0) + (minute === start ? size : size * 0.6);
    }
  }
}

/** The one minute of a scheduled job: same hour every half day, the minute within it differs from day to day. */
function addJob(factor: Float64Array, replica: ReplicaTraits, utcHour: number, amplitude: number): void {
  if (amplitude === 0 || utcHour % 12 !== replica.jobHour) return;
  const index = 3 + (mix(mix(replica.key, PURPOSE.job), utcHour) % 54);
  factor[index] = 1 + amplitude + ((factor[index] ?? 0) - 1) * 0.25;
}
