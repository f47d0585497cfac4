import { setTimeout as delay } from "node:timers/promises";
import { err, type Failure, ok, type Result } from "../core/index.ts";

export interface IntakeLimits {
  /** Bodies of one sender in work at once. */
  readonly bodiesOfOne: number;
  /** Of all senders together; one that has none in work is let in beyond it, so far that there are twice as many. */
  readonly bodies: number;
  /** Bytes of bodies in work, decoded, of all senders together. */
  readonly bytes: number;
  /** Decoded bytes a second of one sender, over a few seconds. */
  readonly bytesPerSecondOfOne: number;
  /** A sender that is sent away hears of it after this long, so that asking again at once is no flood of its own. */
  readonly holdMs: number;
}

/** Of one that is let in: counts its bytes, and leaves once. */
export interface IntakePass {
  /** Throws IntakeFullError when all bodies in work hold too much. */
  count(bytes: number): void;
  leave(): void;
}

/** There is too much in memory: nothing of this body was stored. */
export class IntakeFullError extends Error {}

interface Sender {
  bodies: number;
  /** Bytes that it may still send now; below zero: it has to wait. */
  credit: number;
  creditedAtMs: number;
}

/** Seconds' worth of bytes that a sender that was quiet may send at once. */
const BURST_SECONDS = 4;
/** Answers held back at once; beyond it they go out at once. */
const MOST_HELD = 1_000;
const BUSY_RETRY_SECONDS = 2;

/**
 * The door for bodies of samples. Each sender may have so many in work, fewer when many senders share the places, but
 * always one: so a greedy one does not keep the others out. Whoever is not let in is told to come again (503, never 429, on
 * which senders drop data).
 */
export class IntakeGate {
  readonly #limits: IntakeLimits;
  readonly #clock: () => number;
  /** By the number of a token: as many as there are. */
  readonly #senders = new Map<string, Sender>();
  #bodies = 0;
  /** Senders that have a body in work. */
  #active = 0;
  #bytes = 0;
  #held = 0;

  /** `clock`: milliseconds that only ever go on. */
  constructor(limits: IntakeLimits, clock: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** What is inside now. */
  get inWork(): { readonly bodies: number; readonly bytes: number } {
    return { bodies: this.#bodies, bytes: this.#bytes };
  }

  /** A pass, to be left again; or `unavailable`, some time after it was clear. */
  async enter(sender: string, signal: AbortSignal): Promise<Result<IntakePass, Failure>> {
    const pass = this.tryEnter(sender);
    if (!pass.ok && this.#held < MOST_HELD && this.#limits.holdMs > 0) {
      this.#held++;
      await delay(this.#limits.holdMs, undefined, { signal }).catch(() => undefined);
      this.#held--;
    }
    return pass;
  }

  /** The same at once. */
  tryEnter(name: string): Result<IntakePass, Failure> {
    const sender = this.#senderOf(name);
    if (sender.credit <= 0) {
      const seconds = Math.ceil(-sender.credit / this.#limits.bytesPerSecondOfOne) || 1;
      return refuse(
        `This token sends more than ${this.#limits.bytesPerSecondOfOne} bytes a second.`,
        seconds,
      );
    }
    if (sender.bodies >= this.#shareOf(sender)) {
      return refuse("Too many bodies are being taken in.", BUSY_RETRY_SECONDS);
    }
    this.#bodies++;
    sender.bodies++;
    if (sender.bodies === 1) this.#active++;
    return ok(this.#pass(sender));
  }

  #pass(sender: Sender): IntakePass {
    let held = 0;
    let isInside = true;
    return {
      count: (bytes) => {
        sender.credit -= bytes;
        held += bytes;
        this.#bytes += bytes;
        // One alone is never too much: else it could not be sent at all.
        if (this.#bytes > this.#limits.bytes && this.#bytes > held)
          throw new IntakeFullError("more is being taken in than memory holds: send again in a few seconds");
      },
      leave: () => {
        if (!isInside) return;
        isInside = false;
        this.#bytes -= held;
        this.#bodies--;
        sender.bodies--;
        if (sender.bodies === 0) this.#active--;
      },
    };
  }

  /** How many bodies a sender may have in work now: what one may have, or its part of what all may have. */
  #shareOf(sender: Sender): number {
    const { bodies, bodiesOfOne } = this.#limits;
    if (this.#bodies >= 2 * bodies) return 0;
    const sharing = this.#active + (sender.bodies === 0 ? 1 : 0);
    const part = Math.max(1, Math.floor(bodies / sharing));
    // All places taken: only whoever has none yet.
    return this.#bodies >= bodies ? 1 : Math.min(bodiesOfOne, part);
  }

  #senderOf(name: string): Sender {
    const burst = BURST_SECONDS * this.#limits.bytesPerSecondOfOne;
    const nowMs = this.#clock();
    const sender = this.#senders.get(name) ?? { bodies: 0, credit: burst, creditedAtMs: nowMs };
    const earned = ((nowMs - sender.creditedAtMs) / 1_000) * this.#limits.bytesPerSecondOfOne;
    sender.credit = Math.min(burst, sender.credit + earned);
    sender.creditedAtMs = nowMs;
    this.#senders.set(name, sender);
    return sender;
  }
}

function refuse(reason: string, retryAfterSeconds: number): Result<never, Failure> {
  return err({
    code: "unavailable",
    detail: `${reason} Nothing was stored; send the same again in ${retryAfterSeconds} s.`,
    retryAfterSeconds,
  });
}
