import { type EpochMinute, MINUTE_MS } from "../core/index.ts";
import { isLive, LATE_SHARE, type PoolHealth } from "../hotness/health/poolHealth.ts";
import { formatCount, formatDuration, formatShare } from "./formatNumber.ts";
import { formatUtcDateTime, formatUtcTime } from "./formatTime.ts";

const NAMED_AT_MOST = 3;

/** What a pool's data needs, in one or two plain sentences; whatever else is wrong with it follows the most urgent. */
export function describeHealth(health: PoolHealth, nowMinute: EpochMinute): string {
  const sentences = SENTENCES[health.concern](health, nowMinute);
  const isSaid = health.concern === "nodes" || health.stopped.length === 0 || health.concern === "silent";
  return [...sentences, ...(isSaid ? [] : [describeStopped(health, nowMinute)])].join(" ");
}

type Describe = (health: PoolHealth, nowMinute: EpochMinute) => string[];

const SENTENCES: Readonly<Record<PoolHealth["concern"], Describe>> = {
  silent: (health, nowMinute) => {
    if (health.lastMinute === null) return [];
    const since = health.lastMinute + 1;
    const lasting = formatDuration((nowMinute - since) * 60);
    const earlier = health.gaps.filter(({ isOpen }) => !isOpen);
    return [
      `Silent since ${momentOf(since, nowMinute)} UTC, for ${lasting}.`,
      ...describeSender(health),
      ...describeLate(health),
      ...(earlier.length === 0 ? [] : [describeGaps(earlier, nowMinute)]),
    ];
  },
  never: ({ pool }) => [
    `Has never sent a sample. Samples find it as stamp ${pool.stamp}, pool ${pool.name}.`,
  ],
  thin: (health, nowMinute) => {
    const { bins, nodeMinutes } = health.coverage;
    const what = bins <= nodeMinutes ? "minutes" : "expected node-minutes";
    const lesser = Math.min(bins, nodeMinutes);
    return [
      `Only ${formatShare(lesser)} of the ${what} have data.`,
      ...(health.gaps.length === 0 ? [] : [describeGaps(health.gaps, nowMinute)]),
    ];
  },
  gaps: (health, nowMinute) => [describeGaps(health.gaps, nowMinute)],
  late: (health) => describeLate(health),
  nodes: (health, nowMinute) => [describeStopped(health, nowMinute)],
  none: () => ["Complete."],
  planned: () => ["Planned: there is nothing to report yet."],
};

function describeGaps(gaps: PoolHealth["gaps"], nowMinute: EpochMinute): string {
  const [first] = gaps;
  if (first === undefined) return "";
  const longest = gaps.reduce((most, gap) => (lengthOf(gap) > lengthOf(most) ? gap : most), first);
  const from = momentOf(longest.fromMinute, nowMinute);
  const to = formatUtcTime(longest.toMinute * MINUTE_MS);
  if (gaps.length === 1)
    return `Was silent for ${formatDuration(lengthOf(first) * 60)}, ${from} to ${to} UTC.`;
  const total = gaps.reduce((sum, gap) => sum + lengthOf(gap), 0);
  return `Was silent ${formatCount(gaps.length)} times, ${formatDuration(total * 60)} in all; the longest ${from} to ${to} UTC.`;
}

/** Whether the sender is gone, or only this pool: two different places to look. */
function describeSender({ senders }: PoolHealth): string[] {
  const latest = senders.find(({ endpoint }) => isLive(endpoint));
  if (latest === undefined) return [];
  const others = latest.stillSendsFor;
  if (others === 0) return [`Its sender ${latest.source} is silent altogether.`];
  return [
    `Its sender ${latest.source} goes on for ${formatCount(others)} other ${others === 1 ? "pool" : "pools"}.`,
  ];
}

function describeLate({ lateShare }: PoolHealth): string[] {
  if (lateShare < LATE_SHARE) return [];
  return [`${formatShare(lateShare)} of its samples come over 5 minutes late.`];
}

function describeStopped({ stopped, nodes }: PoolHealth, nowMinute: EpochMinute): string {
  const names = stopped.slice(0, NAMED_AT_MOST).map(({ name }) => name);
  const rest = stopped.length - names.length;
  const who = rest > 0 ? `${names.join(", ")} and ${formatCount(rest)} more` : joinNames(names);
  const last = stopped[0]?.lastMinute ?? nowMinute;
  const when = stopped.length === 1 ? "stopped" : "stopped, the last";
  const others = nodes === null ? "the others" : `${formatCount(nodes)} others`;
  return `${who} ${when} at ${momentOf(last, nowMinute)} UTC, while ${others} go on: scaled in, or lost.`;
}

function joinNames(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function lengthOf({ fromMinute, toMinute }: PoolHealth["gaps"][number]): number {
  return toMinute - fromMinute;
}

/** The time alone within the last 12 hours, the day with it before. */
function momentOf(minute: EpochMinute, nowMinute: EpochMinute): string {
  const epochMs = minute * MINUTE_MS;
  return nowMinute - minute < 720
    ? formatUtcTime(epochMs)
    : formatUtcDateTime(epochMs, nowMinute * MINUTE_MS);
}

const ADVICE: Readonly<Record<string, string>> = {
  unknown_stamp: "Put the stamp into the inventory, or correct the name that is sent.",
  unknown_pool: "Put the pool into the inventory, or correct the name that is sent.",
  unknown_registry: "Put the registry into the inventory, or correct the name that is sent.",
  out_of_range: "CPU is percent of the whole node, 0 to 100: is it sent as cores, or as a sum?",
  not_a_number: "Leave a value out where there is none.",
  too_old: "Older than everything that is kept: raise the retention, or do not send it.",
  in_the_future: "The sender’s clock is ahead by more than 5 minutes: set it.",
  malformed: "The row is not in the form that the API describes.",
};

/** What to do about refused rows, by the code of the refusal. */
export function adviseRejection(code: string): string {
  return ADVICE[code] ?? "See the message.";
}
