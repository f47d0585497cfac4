import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { err, type Failure, ok, type Result } from "../core/index.ts";

export interface RequestRates {
  /** Of one token or session, in a minute. */
  readonly requestsPerMinute: number;
  /** Wrong secrets from one address, in a minute. */
  readonly failuresPerMinute: number;
}

const MINUTE_SECONDS = 60;

/**
 * How often one caller may ask, and one address be wrong. Counted in this process: with several replicas, each lets that
 * many. Telemetry is not counted here: senders drop data on a 429, and are held back by how many bodies are in work.
 */
export class RequestLimits {
  readonly #rates: RequestRates;
  readonly #requests: RateLimiterMemory;
  readonly #failures: RateLimiterMemory;

  constructor(rates: RequestRates) {
    this.#rates = rates;
    this.#requests = new RateLimiterMemory({ points: rates.requestsPerMinute, duration: MINUTE_SECONDS });
    this.#failures = new RateLimiterMemory({ points: rates.failuresPerMinute, duration: MINUTE_SECONDS });
  }

  /** Counts a request of a caller; `too_often` beyond what one may send. */
  async take(caller: string): Promise<Result<undefined, Failure>> {
    const waitMs = await overBy(this.#requests.consume(caller));
    if (waitMs === null) return ok(undefined);
    return tooMany(waitMs, `One token may send ${this.#rates.requestsPerMinute} requests a minute.`);
  }

  /** Counts a wrong secret from an address; `too_often` beyond what one may send. A right one is let in all the same. */
  async noteFailure(address: string): Promise<Result<undefined, Failure>> {
    const waitMs = await overBy(this.#failures.consume(address));
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
