import { type EpochMinute, MINUTE_MS } from "../core/index.ts";
import type { HotnessSettings, PoolMeasures, SickNode } from "../hotness/index.ts";
import { formatCpu, formatDuration, formatFixed, formatShare } from "./formatNumber.ts";
import { formatUtcDateTime, formatUtcTime, formatUtcWindow } from "./formatTime.ts";

/** One sentence, and what it is about, so that a page can put it beside the number it explains. */
export interface Reading {
  readonly about: "data" | "now" | "p95" | "average" | "node" | "limit" | "own_peak";
  readonly text: string;
}

export interface PoolToDescribe {
  readonly measures: PoolMeasures;
  /** hot(bin) of the window that was measured. */
  readonly hot: Int16Array;
  /** Name of `measures.hottestNode`; null where it is not known. */
  readonly hottestNodeName: string | null;
  readonly sickNode: SickNode | null;
  readonly nowMinute: EpochMinute;
}

/** A maximum that stands this much over the P95 needs an explanation. */
const SPIKE_POINTS = 5;
/** A hottest node at this many times the average or more is hidden by it. */
const HIDING_RATIO = 1.5;

/** What the numbers of a pool say, in plain words, the most urgent first. Doubts about the data come before the data. */
export function describePool(pool: PoolToDescribe, settings: HotnessSettings): Reading[] {
  return [
    ...describeData(pool.measures, settings),
    ...describeNow(pool),
    ...describeP95(pool),
    ...describeLimit(pool.measures),
    ...describeAverage(pool.measures),
    ...describeNode(pool, settings),
    ...describeOwnPeak(pool),
  ];
}

/** For a fleet or a pool whose data ends before the hours that are shown. */
export function describeLatestData(latest: EpochMinute, nowMinute: EpochMinute): string {
  return `The latest data is of ${formatUtcDateTime(latest * MINUTE_MS, nowMinute * MINUTE_MS)} UTC: go there.`;
}

function describeData({ hotNodeP95, coverage, stale }: PoolMeasures, settings: HotnessSettings): Reading[] {
  const stalePart = `No sample for more than ${formatDuration(settings.staleMinutes * 60)}: the state is unknown.`;
  const readings: Reading[] = stale ? [{ about: "data", text: stalePart }] : [];
  if (hotNodeP95 === null) return [...readings, { about: "data", text: "There is no data in this window." }];
  if (coverage.lesser >= settings.coverage.warnBelow) return readings;
  const what = coverage.bins <= coverage.nodeMinutes ? "the minutes" : "the expected node-minutes";
  const advice =
    coverage.lesser < settings.coverage.unknownBelow
      ? "the state is unknown, and nothing may be planned on it"
      : "read every number here with care";
  return [
    ...readings,
    { about: "data", text: `Only ${formatShare(coverage.lesser)} of ${what} have data: ${advice}.` },
  ];
}

function describeNow({ measures, nowMinute }: PoolToDescribe): Reading[] {
  const { hot5m, overSince } = measures.now;
  if (overSince === null) return [];
  const nowMs = nowMinute * MINUTE_MS;
  const since = formatUtcDateTime(overSince * MINUTE_MS, nowMs);
  const lasting = formatDuration(Math.max(1, nowMinute - overSince) * 60);
  const level = hot5m === null ? "" : `; ${formatCpu(hot5m)} on average over the last 5 minutes`;
  const text = `Over its limit of ${formatCpu(measures.limit)} since ${since} UTC, for ${lasting}${level}.`;
  return [{ about: "now", text }];
}

function describeP95({ measures, hot }: PoolToDescribe): Reading[] {
  const { hotNodeP95: p95, max, maxAt } = measures;
  if (p95 === null || max === null || maxAt === null) return [];
  const mostly = `the hottest node is below ${formatCpu(p95)} for 95 % of the time`;
  if (max - p95 < SPIKE_POINTS) {
    return [{ about: "p95", text: `T${mostly.slice(1)}, and never above ${formatCpu(max)}.` }];
  }
  const minutes = countAtLeast(hot, max - 1);
  const at = `${formatUtcTime(maxAt * MINUTE_MS)} UTC`;
  const peak =
    minutes === 1
      ? `${formatCpu(max)} was one minute (${at})`
      : `${formatCpu(max)} was reached at ${at}, and only ${minutes} minutes came within a point of it`;
  return [{ about: "p95", text: `${peak}; ${mostly}.` }];
}

function describeLimit({ excess, limit }: PoolMeasures): Reading[] {
  if (excess === null || excess === 0) return [];
  return [
    {
      about: "limit",
      text: `The P95 is ${formatFixed(excess, 1)} points over the limit of ${formatCpu(limit)}.`,
    },
  ];
}

function describeAverage({ average, hotSpotRatio }: PoolMeasures): Reading[] {
  if (average === null || hotSpotRatio === null || hotSpotRatio < HIDING_RATIO) return [];
  const times = formatFixed(hotSpotRatio, 1);
  return [
    {
      about: "average",
      text: `The pool averages ${formatCpu(average)}: its hottest node runs at ${times} times that.`,
    },
  ];
}

function describeNode(
  { measures, hottestNodeName, sickNode }: PoolToDescribe,
  settings: HotnessSettings,
): Reading[] {
  if (sickNode !== null) return [{ about: "node", text: sickNodeText(sickNode, measures.average) }];
  const { hottestNode } = measures;
  if (hottestNode === null || hottestNodeName === null) return [];
  if (hottestNode.share < settings.sickNode.hottestShare) return [];
  const text = `The hottest node is ${hottestNodeName} in ${formatShare(hottestNode.share)} of minutes.`;
  return [{ about: "node", text }];
}

const CAUSE_TEXT = {
  unexamined: "this looks like a node, not a load, problem",
  uneven_split: "the load of its registries explains it, so moves may help",
  mend_node: "no load explains it: mend the node, moves will not help",
} as const;

function sickNodeText(sick: SickNode, average: number | null): string {
  const contrast = average === null ? "" : ` while the pool averages ${formatCpu(average)}`;
  const without = `Without it the P95 would be ${formatCpu(sick.hotNodeP95Without)}.`;
  return `The hottest node is ${sick.name} in ${formatShare(sick.share)} of minutes${contrast}: ${CAUSE_TEXT[sick.cause]}. ${without}`;
}

function describeOwnPeak({ measures: { ownPeak }, nowMinute }: PoolToDescribe): Reading[] {
  if (ownPeak === null) return [];
  const when = formatUtcWindow(ownPeak.fromMinute, ownPeak.toMinute, nowMinute * MINUTE_MS);
  const text = `Its own peak is at other hours: ${when}, with a P95 of ${formatCpu(ownPeak.hotNodeP95)}.`;
  return [{ about: "own_peak", text }];
}

function countAtLeast(hot: Int16Array, percent: number): number {
  const floor = Math.max(0, percent * 100);
  return hot.reduce((count, value) => (value >= floor ? count + 1 : count), 0);
}
