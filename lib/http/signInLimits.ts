import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { err, type Failure, ok, parseAddress, type Result } from "../core/index.ts";

/** Within which attempts are counted together. */
const WINDOW_SECONDS = 15 * 60;
/** An address may stand for many people; an account is one, but must not be locked by whoever knows its name. */
const ADDRESS_FACTOR = 5;
const ACCOUNT_FACTOR = 10;

/** One attempt: whose account, from where. */
export interface SignInAttempt {
  readonly account: string;
  readonly address: string;
}

/**
 * How often one may be wrong at the sign-in: of an account from one address, from one address at all, and of an account
 * wherever from. Attempts are counted before they are looked at, so that many at once are no way around; one that was
 * right is taken off again. Counted in this process: with several replicas, each lets that many.
 */
export class SignInLimits {
  readonly #failures: number;
  readonly #pair: RateLimiterMemory;
  readonly #address: RateLimiterMemory;
  readonly #account: RateLimiterMemory;

  constructor(failures: number) {
    this.#failures = failures;
    this.#pair = new RateLimiterMemory({ points: failures, duration: WINDOW_SECONDS });
    this.#address = new RateLimiterMemory({ points: failures * ADDRESS_FACTOR, duration: WINDOW_SECONDS });
    this.#account = new RateLimiterMemory({ points: failures * ACCOUNT_FACTOR, duration: WINDOW_SECONDS });
  }

  /** Counts an attempt that is about to be made; `too_often` when it is not to be. Says the same of any account. */
  async take(attempt: SignInAttempt): Promise<Result<undefined, Failure>> {
    const { pair, address, account } = keysOf(attempt);
    const waits = await Promise.all([
      waitOf(this.#pair.consume(pair)),
      waitOf(this.#address.consume(address)),
      waitOf(this.#account.consume(account)),
    ]);
    const waitMs = Math.max(...waits);
    if (waitMs === 0) return ok(undefined);
    const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
    const minutes = Math.ceil(retryAfterSeconds / 60);
    return err({
      code: "too_often",
      detail: `Too many attempts: after ${this.#failures} that are wrong there is a pause. Come again in ${minutes} min.`,
      retryAfterSeconds,
    });
  }

  /** The attempt was right: it does not count, and what was wrong before it from there is forgotten. */
  async forgive(attempt: SignInAttempt): Promise<void> {
    const { pair, address, account } = keysOf(attempt);
    await Promise.all([
      this.#pair.delete(pair),
      this.#address.reward(address),
      this.#account.reward(account),
    ]);
  }
}

function keysOf({ account, address }: SignInAttempt) {
  const from = networkOf(address);
  return { pair: `${from} ${account}`, address: from, account };
}

const BYTES_OF_NETWORK = 8;

/** Whoever has one address of version 6 has all of its /64. */
export function networkOf(address: string): string {
  const bytes = parseAddress(address);
  if (bytes === null || bytes.length === 4) return address;
  return `${Buffer.from(bytes.slice(0, BYTES_OF_NETWORK)).toString("hex")}::/64`;
}

/** Milliseconds to wait; 0 where there is room. */
async function waitOf(consumed: Promise<RateLimiterRes>): Promise<number> {
  try {
    await consumed;
    return 0;
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.max(1, error.msBeforeNext);
    throw error;
  }
}
