import pLimit from "p-limit";
import { err, type Failure, ok, type Result } from "../core/index.ts";

export interface LaneSize {
  readonly atOnce: number;
  /** That may wait for those; whoever comes then is sent away. */
  readonly waiting: number;
}

/**
 * Work that is heavy, so many pieces at once: who comes when all are taken waits, and is told to come again when too many
 * wait already. So whoever asks for much waits for themselves, and all else goes on beside it.
 */
export class WorkLane {
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #waiting: number;

  constructor({ atOnce, waiting }: LaneSize) {
    this.#limit = pLimit(atOnce);
    this.#waiting = waiting;
  }

  /** `unavailable` when too many wait; throws what the work throws. Work of a client that has left meanwhile is not begun. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<Result<T, Failure>> {
    if (this.#limit.pendingCount >= this.#waiting)
      return err({
        code: "unavailable",
        detail: "Too many heavy requests are waiting. Nothing was done; ask again in a moment.",
      });
    return await this.#limit(async () =>
      signal.aborted
        ? err({ code: "unavailable", detail: "The client has left before it was its turn." } as const)
        : ok(await work()),
    );
  }
}
