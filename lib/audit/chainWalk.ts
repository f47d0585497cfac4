import type { Anchor } from "./anchor.ts";
import { GENESIS_HASH } from "./eventHash.ts";
import { hashOfStored, type StoredEvent } from "./storedEvent.ts";

/** The first place at which the audit is not what was written. */
export interface ChainFinding {
  /**
   * `changed`: a field of the event, or its hash · `removed`: it is not there · `misplaced`: another event stands in its
   * place · `rewritten`: from it on, hashes and all, so that only an anchor knows better · `cut_off`: the newest are gone.
   */
  readonly kind: "changed" | "removed" | "misplaced" | "rewritten" | "cut_off";
  readonly eventId: string;
  readonly sentence: string;
}

interface Place {
  readonly id: bigint;
  readonly hash: string;
}

/**
 * Follows the chain event by event, in the order of their numbers, and beside it the anchors. Holds one event at a time.
 * Hand it every event, then call `end`; the first finding is the answer, and nothing after it is looked at.
 */
export class ChainWalk {
  readonly #anchors: readonly Anchor[];
  #nextAnchor = 0;
  /** The last event that an anchor has confirmed. */
  #anchored = 0n;
  #last: Place = { id: 0n, hash: GENESIS_HASH };
  /** An event that is well in itself but does not follow the one before: the next one tells which of the two was changed. */
  #disputed: { readonly before: Place; readonly event: Place } | null = null;
  #count = 0;

  constructor(anchors: readonly Anchor[]) {
    this.#anchors = anchors;
  }

  /** Events found to be in order. */
  get count(): number {
    return this.#count;
  }

  /** The last of them; number 0 before the first. */
  get last(): Place {
    return this.#last;
  }

  check(row: StoredEvent): ChainFinding | null {
    if (this.#disputed !== null) return settle(this.#disputed, row.prev_hash);
    const id = BigInt(row.id);
    if (id < 1n) return misplaced(id);
    const event = { id, hash: row.hash ?? "" };
    const isWhole = hashOfStored(row) === row.hash;
    const follows = row.prev_hash === this.#last.hash;
    if (isWhole && follows) return this.#accept(event);
    if (isWhole && id === this.#last.id + 1n && this.#count > 0) {
      this.#disputed = { before: this.#last, event };
      return null;
    }
    if (follows) return changed(id, "its hash no longer fits what it says");
    if (id > this.#last.id + 1n) return removed(this.#last.id + 1n, id - 1n, id);
    if (isWhole) return changed(id, "it does not begin the chain that the others go on");
    return misplaced(id);
  }

  /** After the newest event. */
  end(): ChainFinding | null {
    if (this.#disputed !== null) return settle(this.#disputed, null);
    const ahead = this.#anchors.at(-1);
    if (this.#nextAnchor >= this.#anchors.length || ahead === undefined) return null;
    const first = this.#last.id + 1n;
    return {
      kind: "cut_off",
      eventId: String(first),
      sentence: `The newest events are gone: event ${ahead.eventId} was there when the anchor of ${ahead.at} was written, and now the audit ends ${this.#count === 0 ? "before its first event" : `with event ${this.#last.id}`}.`,
    };
  }

  #accept(event: Place): ChainFinding | null {
    this.#last = event;
    this.#count += 1;
    for (;;) {
      const anchor = this.#anchors[this.#nextAnchor];
      if (anchor === undefined || BigInt(anchor.eventId) > event.id) return null;
      const fits =
        BigInt(anchor.eventId) === event.id && anchor.hash === event.hash && anchor.count === this.#count;
      if (!fits) return rewritten(this.#anchored + 1n, anchor);
      this.#anchored = event.id;
      this.#nextAnchor += 1;
    }
  }
}

/** The one of two neighbours that the rest of the chain does not know is the one that was changed, hash and all. */
function settle(
  { before, event }: { readonly before: Place; readonly event: Place },
  nextPrevHash: string | null,
): ChainFinding {
  if (nextPrevHash === null)
    return changed(
      before.id,
      `it is not what event ${event.id}, the newest, says it follows, or that was changed`,
    );
  if (nextPrevHash !== event.hash)
    return changed(event.id, "its hash was, too; no neighbour is chained to it");
  return changed(before.id, `its hash was, too; event ${event.id} is chained to another`);
}

function changed(id: bigint, how: string): ChainFinding {
  return { kind: "changed", eventId: String(id), sentence: `Event ${id} was changed: ${how}.` };
}

function misplaced(id: bigint): ChainFinding {
  return {
    kind: "misplaced",
    eventId: String(id),
    sentence: `In the place of event ${id} stands something else: it was moved, replaced or put in.`,
  };
}

function removed(from: bigint, to: bigint, next: bigint): ChainFinding {
  const which = from === to ? `Event ${from} was` : `Events ${from} to ${to} were`;
  return {
    kind: "removed",
    eventId: String(from),
    sentence: `${which} removed: event ${next} was chained to what stood before it.`,
  };
}

function rewritten(from: bigint, anchor: Anchor): ChainFinding {
  const between =
    String(from) === anchor.eventId ? `Event ${from}` : `One of the events ${from} to ${anchor.eventId}`;
  return {
    kind: "rewritten",
    eventId: String(from),
    sentence: `${between} was changed or removed, and every hash after it made anew: the anchor of ${anchor.at} knows event ${anchor.eventId} by another hash.`,
  };
}
