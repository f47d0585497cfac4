import type { SimulationPool } from "./types.ts";

/** What a hot pool goes on being if nothing is done. */
export interface Inaction {
  readonly stamp: string;
  readonly pool: string;
  readonly hotNodeP95: number;
  readonly max: number | null;
  readonly excess: number;
  /** Minutes of the window in which a node was over the limit, and in which one was at 90 % or more. */
  readonly minutesOverLimit: number;
  readonly minutesFull: number;
  /** Points by which its P95 is higher than in the window before, where that is known: what it may be next. */
  readonly risePoints: number | null;
}

const FULL_CENTI = 9_000;

/**
 * Every pool over its limit, hottest excess first (ties: as given): the heat that stays.
 * @param earlier hot-node P95 of the same clock hours a day before, by stamp and pool name; what is not known is not told
 */
export function describeInaction(
  pools: readonly SimulationPool[],
  earlier: (stamp: string, pool: string) => number | null = () => null,
): Inaction[] {
  return pools
    .flatMap(({ stamp, pool, measures, hot }): Inaction[] => {
      const { hotNodeP95, max, excess, limit } = measures;
      if (hotNodeP95 === null || excess === null || excess <= 0 || measures.state === "unknown") return [];
      const minutesAbove = (centi: number) =>
        hot.reduce((count, value) => (value > centi ? count + 1 : count), 0);
      const before = earlier(stamp, pool);
      return [
        {
          stamp,
          pool,
          hotNodeP95,
          max,
          excess,
          minutesOverLimit: minutesAbove(100 * limit),
          minutesFull: minutesAbove(FULL_CENTI - 1),
          risePoints: before === null ? null : hotNodeP95 - before,
        },
      ];
    })
    .sort((a, b) => b.excess - a.excess);
}
