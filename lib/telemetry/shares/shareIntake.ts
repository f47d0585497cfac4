import { type IntakeRules, judgeSample, unknownName } from "../cpu/cpuIntake.ts";
import type { Directory } from "../names/directory.ts";
import type { RowTally } from "../rowTally.ts";
import { type FoundOwner, findOwner } from "../sources/findOwner.ts";
import type { SeriesTarget } from "../sources/resolveSeries.ts";
import type { RowError } from "../types.ts";
import { MOST_SHARES, percentOf, stateOf } from "./nodeShares.ts";

/** A share of a core's time, as the labels of its series say. */
export type ShareTarget = Extract<SeriesTarget, { readonly as: "cpu_states" }>;

/** What one body brought of a node at an instant. */
export interface NodePart {
  readonly pool: number;
  readonly slot: number;
  readonly tsMs: number;
  readonly shares: ReadonlyMap<string, number>;
  /** Which shares they are: a sum of their digests. */
  readonly series: number;
  readonly isIdleState: (state: string) => boolean;
}

interface SentPart {
  readonly index: number;
  readonly tsMs: number;
  readonly target: ShareTarget;
  readonly shares: Map<string, number>;
  series: number;
  /** Points that it came as: so many are refused with it. */
  points: number;
}

/**
 * As `CpuIntake`, for shares of cores: all that a body has of a node at an instant is one row, judged when it is complete. Refused
 * it counts as the points that it came as, which is what senders are to be told.
 */
export class ShareIntake {
  readonly parts: NodePart[] = [];
  readonly #sent = new Map<string, SentPart>();
  #waiting: SentPart[] = [];
  readonly #directory: () => Directory;
  readonly #rules: IntakeRules;
  readonly #tally: RowTally;

  constructor(directory: () => Directory, rules: IntakeRules, tally: RowTally) {
    this.#directory = directory;
    this.#rules = rules;
    this.#tally = tally;
  }

  take(target: ShareTarget, { index, tsMs, share }: { index: number; tsMs: number; share: number }): void {
    const key = [target.stamp, target.pool, target.node, tsMs].join("\n");
    let part = this.#sent.get(key);
    if (part === undefined) {
      part = { index, tsMs, target, shares: new Map(), series: 0, points: 0 };
      this.#sent.set(key, part);
    }
    part.points++;
    if (!part.shares.has(target.share)) part.series = (part.series + target.digest) | 0;
    // As it is stored, so that a part says the same whenever it is put to another.
    part.shares.set(target.share, Math.fround(share));
  }

  /** The body is complete. */
  end(): void {
    for (const part of this.#sent.values()) {
      if (!this.#isStorable(part)) continue;
      const found = findOwner(this.#directory(), part.target);
      if (found === null || typeof found === "string") this.#waiting.push(part);
      else this.#add(part, found);
    }
    this.#sent.clear();
  }

  get waiting(): readonly { readonly target: ShareTarget }[] {
    return this.#waiting;
  }

  /** Tries the waiting parts again; what is still unknown is refused. Nodes of a known pool must be known by now. */
  settle(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const part of waiting) {
      const { target } = part;
      const found = findOwner(this.#directory(), target);
      if (found === null)
        throw new Error(`node ${target.node} of pool ${target.pool} was not looked up before settling`);
      if (typeof found === "string") this.#refuse(part, unknownName(found, target));
      else this.#add(part, found);
    }
  }

  /**
   * False for what is refused, and for a first reading, which says nothing. Zeros of what a core did may be a part of more: they
   * say that nothing else is to come of it.
   */
  #isStorable(part: SentPart): boolean {
    const { tsMs, shares, target } = part;
    const cpu = percentOf(shares, [], target.isIdleState) ?? (hasIdle(part) ? null : 0);
    if (cpu === null) return false;
    this.#tally.countRow();
    const problem =
      shares.size > MOST_SHARES
        ? { code: "malformed" as const, message: `a node has over ${MOST_SHARES} shares: is it one node?` }
        : judgeSample({ tsMs, node: target.node, cpu }, this.#rules);
    return problem === null || this.#refuse(part, problem);
  }

  #refuse({ index, target, points }: SentPart, problem: Omit<RowError, "index">): false {
    this.#tally.rejectMany({ index, ...problem }, target, points);
    return false;
  }

  #add({ tsMs, shares, series, target }: SentPart, { pool, owner }: FoundOwner): void {
    this.parts.push({ pool: pool.id, slot: owner, tsMs, shares, series, isIdleState: target.isIdleState });
    this.#tally.took(pool.id, tsMs, false);
  }
}

function hasIdle({ shares, target }: SentPart): boolean {
  return [...shares.keys()].some((key) => target.isIdleState(stateOf(key)));
}
