import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { err, type Failure, ok, type Result } from "../core/index.ts";
import { networkOf } from "./signInLimits.ts";
import { type LaneCaller, WorkLane } from "./workLane.ts";

export interface RequestRates {
  /** Of one token or session, in a minute. */
  readonly requestsPerMinute: number;
  /** From one address, whoever asks, in a minute. Absent: as many as come. */
  readonly addressRequestsPerMinute?: number;
  /** Wrong secrets from one address, in a minute. */
  readonly failuresPerMinute: number;
}

const MINUTE_SECONDS = 60;
const DOUBTFUL = { atOnce: 1, waiting: 32, ofOne: 16 };

/**
 * How often one caller may ask, and one address ask and be wrong. Counted in this process: with several replicas, each lets that
 * many. Telemetry is not counted here: senders drop data on a 429, and are held back by how many bodies are in work.
 */
export class RequestLimits {
  readonly #rates: RequestRates;
  readonly #requests: RateLimiterMemory;
  readonly #addresses: RateLimiterMemory | null;
  readonly #failures: RateLimiterMemory;
  /** Secrets from addresses that were wrong too often are looked up one after the other. */
  readonly #doubtful = new WorkLane(DOUBTFUL);

  constructor(rates: RequestRates) {
    this.#rates = rates;
    this.#requests = new RateLimiterMemory({ points: rates.requestsPerMinute, duration: MINUTE_SECONDS });
    this.#addresses =
      rates.addressRequestsPerMinute === undefined
        ? null
        : new RateLimiterMemory({ points: rates.addressRequestsPerMinute, duration: MINUTE_SECONDS });
    this.#failures = new RateLimiterMemory({ points: rates.failuresPerMinute, duration: MINUTE_SECONDS });
  }

  /** Counts a request of a caller; `too_often` beyond what one may send. */
  async take(caller: string): Promise<Result<undefined, Failure>> {
    const waitMs = await overBy(this.#requests.consume(caller));
    if (waitMs === null) return ok(undefined);
    return tooMany(waitMs, `One token may send ${this.#rates.requestsPerMinute} requests a minute.`);
  }

  /** Counts a request from an address, whoever sends it; `too_often` beyond what may come from one. */
  async takeFrom(address: string): Promise<Result<undefined, Failure>> {
    if (this.#addresses === null) return ok(undefined);
    const waitMs = await overBy(this.#addresses.consume(networkOf(address)));
    if (waitMs === null) return ok(undefined);
    return tooMany(
      waitMs,
      `From one address may come ${this.#rates.addressRequestsPerMinute} requests a minute.`,
    );
  }

  /**
   * Looks a secret up: at once, or, from an address that was wrong too often, one at a time, so that guessing takes no
   * connection to the database away from anyone. `too_often` when too many wait there.
   */
  async lookUp<T>(work: () => Promise<T>, from: LaneCaller): Promise<Result<T, Failure>> {
    const failures = await this.#failures.get(networkOf(from.caller));
    if (failures === null || failures.consumedPoints < this.#rates.failuresPerMinute) return ok(await work());
    const looked = await this.#doubtful.run(work, from);
    return looked.ok
      ? looked
      : tooMany(failures.msBeforeNext, "Too many wrong tokens came from this address.");
  }

  /** Counts a wrong secret from an address; `too_often` beyond what one may send. A right one is let in all the same. */
  async noteFailure(address: string): Promise<Result<undefined, Failure>> {
    const waitMs = await overBy(this.#failures.consume(networkOf(address)));
    if (waitMs === null) return ok(undefined);
    return tooMany(waitMs, "Too many wrong tokens came from this address.");
  }
}

/** Milliseconds until there is room again; null while there is. */
async function overBy(consumed: Promise<RateLimiterRes>): Promise<number | null> {
  try {
    await consumed;
    return null;
  } catch (error) {
    if (error instanceof RateLimiterRes) return error.msBeforeNext;
    throw error;
  }
}

function tooMany(waitMs: number, reason: string): Result<never, Failure> {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
  return err({
    code: "too_often",
    detail: `${reason} Come again in ${retryAfterSeconds} s.`,
    retryAfterSeconds,
  });
}
