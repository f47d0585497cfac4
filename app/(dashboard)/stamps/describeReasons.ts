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

/** Why a stamp is hot, in a few words: `dataproxy 8.1 and registry 1.1 points over their limits; throttling, high`. */
export function describeReasons(reasons: readonly HotStampReason[]): string {
  const over = reasons.filter((reason) => reason.kind === "over_limit");
  const excesses = over.map(({ pool, excess }) => `${pool} ${formatFixed(excess, 1)}`);
  const overText =
    over.length === 0
      ? []
      : [`${joinWords(excesses)} points over ${over.length === 1 ? "its limit" : "their limits"}`];
  const others = reasons.flatMap((reason) => (reason.kind === "over_limit" ? [] : describeOther(reason)));
  return [...overText, ...others].join("; ");
}

function describeOther(reason: Exclude<HotStampReason, { kind: "over_limit" }>): string {
  if (reason.kind === "dominated")
    return `${reason.tenant} makes ${formatShare(reason.share)} of ${reason.pool}’s P95`;
  const where = reason.pool === null ? "" : ` on ${reason.pool}`;
  return `${signalWords(reason.signal)}, ${reason.severity}${where}`;
}

/** `a, b and c` */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
