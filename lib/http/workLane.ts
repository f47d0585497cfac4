import { err, type Failure, ok, type Result } from "../core/index.ts";

export interface LaneSize {
  readonly atOnce: number;
  /** That may wait for those; whoever comes then is sent away. */
  readonly waiting: number;
  /** At work or waiting, of one caller; absent: as many as there is room for. */
  readonly ofOne?: number;
}

/** Who wants work done, and whether they still want it. */
export interface LaneCaller {
  readonly caller: string;
  readonly signal: AbortSignal;
}

interface Waiting extends LaneCaller {
  readonly begin: () => void;
}

const TOO_MANY: Failure = {
  code: "unavailable",
  detail: "Too many heavy requests are waiting. Nothing was done; ask again in a moment.",
};
const LEFT: Failure = { code: "unavailable", detail: "The client has left before it was its turn." };

/**
 * Work that is heavy, so many pieces at once: who comes when all are taken waits, and is told to come again when too many
 * wait already. Of those that wait, the one is next whose caller has the least at work, and one caller never has every
 * place: so whoever asks for much waits for themselves, and everybody else goes on beside them.
 */
export class WorkLane {
  readonly #size: LaneSize;
  readonly #working = new Map<string, number>();
  #atWork = 0;
  #waiting: Waiting[] = [];

  constructor(size: LaneSize) {
    this.#size = size;
  }

  /**
   * `too_often` when this caller has too much at work or waiting, `unavailable` when all together have; throws what the
   * work throws. Work of a client that has left meanwhile is not begun.
   */
  async run<T>(work: () => Promise<T>, by: LaneCaller): Promise<Result<T, Failure>> {
    const refusal = this.refusalOf(by.caller);
    if (refusal !== null) return err(refusal);
    if (!(await this.#turnOf(by))) return err(LEFT);
    try {
      return ok(await work());
    } finally {
      this.#leave(by.caller);
    }
  }

  /** Why a caller would be sent away now; null: it would not. */
  refusalOf(caller: string): Failure | null {
    const own = this.#waiting.filter((one) => one.caller === caller).length + this.#workOf(caller);
    const { ofOne } = this.#size;
    if (ofOne !== undefined && own >= ofOne)
      return {
        code: "too_often",
        detail: `${ofOne} heavy requests of yours are at work or wait. Ask again when one is answered.`,
      };
    return !this.#mayBegin(caller) && this.#waiting.length >= this.#size.waiting ? TOO_MANY : null;
  }

  async #turnOf({ caller, signal }: LaneCaller): Promise<boolean> {
    if (signal.aborted) return false;
    if (this.#mayBegin(caller)) {
      this.#enter(caller);
      return true;
    }
    return await new Promise<boolean>((resolve) => {
      const left = () => {
        this.#waiting = this.#waiting.filter((one) => one !== entry);
        resolve(false);
      };
      const begin = () => {
        signal.removeEventListener("abort", left);
        resolve(true);
      };
      const entry: Waiting = { caller, signal, begin };
      signal.addEventListener("abort", left, { once: true });
      this.#waiting.push(entry);
    });
  }

  #workOf(caller: string): number {
    return this.#working.get(caller) ?? 0;
  }

  /** One place is left to others, where there is more than one. */
  #mayBegin(caller: string): boolean {
    const { atOnce } = this.#size;
    return this.#atWork < atOnce && this.#workOf(caller) < Math.max(1, atOnce - 1);
  }

  #enter(caller: string): void {
    this.#atWork++;
    this.#working.set(caller, this.#workOf(caller) + 1);
  }

  #leave(caller: string): void {
    this.#atWork--;
    const left = this.#workOf(caller) - 1;
    if (left === 0) this.#working.delete(caller);
    else this.#working.set(caller, left);
    for (let next = this.#next(); next !== null; next = this.#next()) {
      this.#waiting = this.#waiting.filter((one) => one !== next);
      this.#enter(next.caller);
      next.begin();
    }
  }

  /** Of whoever may begin, the one with the least at work; of equals, who came first. */
  #next(): Waiting | null {
    let chosen: Waiting | null = null;
    for (const one of this.#waiting) {
      if (!this.#mayBegin(one.caller)) continue;
      if (chosen === null || this.#workOf(one.caller) < this.#workOf(chosen.caller)) chosen = one;
    }
    return chosen;
  }
}
