import { createHash } from "node:crypto";
import type { Labels } from "../../decode/wire/metricSink.ts";
import type { IntakeSource } from "../../intake/intakeLedger.ts";
import type { SeriesTarget } from "../resolveSeries.ts";

/** A set of labels that arrived, kept so that a mapping can be tried on it. */
export interface SeenSeries extends IntakeSource {
  readonly id: string;
  readonly metric: string;
  /** Without `__name__`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly seenMs: number;
}

/** In what a change of the mapping may matter: what is kept of each is bounded apart. */
export type SeenClass = "taken" | "unnamed" | "left_out" | "refused";

export function classOf({ as }: SeriesTarget): SeenClass {
  return as === "left_out" || as === "unnamed" || as === "refused" ? as : "taken";
}

/** Kept of one metric in each class, and of all of a process between two writes. */
const MOST_OF_METRIC: Readonly<Record<SeenClass, number>> = {
  taken: 20,
  unnamed: 40,
  left_out: 1,
  refused: 5,
};
const MOST_HELD = 500;
const LONGEST_VALUE = 200;

/** Collects label sets between two writes, within its bounds. */
export class SeenCollector {
  #held = new Map<string, SeenSeries>();
  readonly #counts = new Map<string, number>();

  get size(): number {
    return this.#held.size;
  }

  note(
    from: IntakeSource,
    { labels, target, seenMs }: { labels: Labels; target: SeriesTarget; seenMs: number },
  ): void {
    const metric = (labels.get("__name__") ?? "").slice(0, LONGEST_VALUE);
    const kind = classOf(target);
    const counter = `${kind}\n${metric}`;
    const count = this.#counts.get(counter) ?? 0;
    if (count >= MOST_OF_METRIC[kind] || this.#held.size >= MOST_HELD) return;
    this.#counts.set(counter, count + 1);
    const own = [...labels]
      .filter(([name]) => name !== "__name__")
      .map(([name, value]): [string, string] => [name, value.slice(0, LONGEST_VALUE)])
      .sort(([one], [other]) => (one < other ? -1 : 1));
    const id = createHash("sha256")
      .update(JSON.stringify([from.endpoint, metric, own]))
      .digest("base64url");
    const { source, endpoint } = from;
    this.#held.set(id, { id, source, endpoint, metric, labels: Object.fromEntries(own), seenMs });
  }

  /** Hands over what is held; counting goes on, so that what comes without end is not written without end. */
  drain(): SeenSeries[] {
    const held = [...this.#held.values()];
    this.#held = new Map();
    return held;
  }

  /** A while later the same may be noted again. */
  startOver(): void {
    this.#counts.clear();
  }
}
