import { formatFixed, formatShare } from "#lib/charts/index.ts";
import type { HotStampReason } from "#lib/hotness/hotStampReasons.ts";

const SIGNAL_WORDS: Readonly<Record<string, string>> = {
  outage: "outage",
  sustained_errors: "sustained errors",
  throttling: "throttling",
  low_throughput: "low throughput",
};

/** A kind of signal in words. */
export function signalWords(kind: string): string {
  return SIGNAL_WORDS[kind] ?? kind.replaceAll("_", " ");
}

/** One reason in a few words: `dataproxy 3.0 points over its limit`, `throttling, high, on dataproxy`. */
export function describeReason(reason: HotStampReason): string {
  if (reason.kind === "over_limit")
    return `${reason.pool} ${formatFixed(reason.excess, 1)} points over its limit`;
  if (reason.kind === "dominated")
    return `${reason.tenant} makes ${formatShare(reason.share)} of ${reason.pool}’s P95`;
  const where = reason.pool === null ? "" : ` on ${reason.pool}`;
  return `${signalWords(reason.signal)}, ${reason.severity},${where}`.replace(/,$/, "");
}

/** All reasons as the end of a sentence: `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
