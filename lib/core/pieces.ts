/** So long is one piece of work, in milliseconds: short beside what a person notices, long beside what a turn costs. */
const PIECE_MS = 10;

/**
 * Long work in pieces: between two steps of it, as soon as a piece has lasted, everything else that waits on the event loop
 * goes first. It asks no clock but to know that; what the work comes to does not depend on it.
 */
export class Pieces {
  readonly #pieceMs: number;
  #begunAtMs = performance.now();

  /** `pieceMs` 0: a turn after each step. */
  constructor(pieceMs = PIECE_MS) {
    this.#pieceMs = pieceMs;
  }

  /** To be awaited between two steps; undefined: there is time for another one. */
  next(): Promise<void> | undefined {
    if (performance.now() - this.#begunAtMs < this.#pieceMs) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        this.#begunAtMs = performance.now();
        resolve();
      }),
    );
  }
}

/** Runs of neighbours, so many in each but the last: the steps of long work. */
export function* groupsOf<One>(all: readonly One[], size: number): Generator<readonly One[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}
