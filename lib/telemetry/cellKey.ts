import { MINUTES_PER_HOUR } from "../core/index.ts";

/** 2^26 minutes reach past the year 2097, and 2^26 pools fit beside them in an exact integer. */
const MINUTE_RANGE = 67_108_864;

/** One number for a pool and a minute (or hour): sorts by pool, then time. */
export function cellKey(pool: number, time: number): number {
  return pool * MINUTE_RANGE + time;
}

export function cellPool(key: number): number {
  return Math.floor(key / MINUTE_RANGE);
}

export function cellTime(key: number): number {
  return key % MINUTE_RANGE;
}

export function hourKeyOf(minuteKey: number): number {
  return cellKey(cellPool(minuteKey), Math.floor(cellTime(minuteKey) / MINUTES_PER_HOUR));
}
