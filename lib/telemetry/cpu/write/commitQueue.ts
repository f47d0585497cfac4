import type { GroupedBins } from "../../binIndex.ts";
import { cellPool } from "../../cellKey.ts";
import type { CpuBatch } from "../cpuBatch.ts";
import type { Verdicts } from "../mergeInTurn.ts";

/** Rows waiting to be committed beyond which new bodies are turned away: the sender is asked to come again. */
const MAX_QUEUED_ROWS = 4_000_000;
/** Rows that share one transaction at the most, where several requests wait. */
const SHARED_COMMIT_ROWS = 60_000;
/** Transactions under way at once: while one waits for the disk, the next one merges. */
const LANES = 2;
/** Fewer rows than these wait for the commit under way, and then share one: a commit costs more than they do. */
const SECOND_LANE_ROWS = 1_000;

/** The database cannot keep up: nothing of this body was stored, send it again a little later. */
export class OverloadError extends Error {}

/** A batch with its bins in order and the pools it is of. */
export interface PreparedBatch extends GroupedBins {
  readonly batch: CpuBatch;
  readonly pools: ReadonlySet<number>;
}

export function prepareBatch(batch: CpuBatch): PreparedBatch {
  const { bins, order } = batch.group();
  return { batch, bins, order, pools: new Set(bins.map((bin) => cellPool(bin.key))) };
}

interface QueuedBatch extends PreparedBatch {
  readonly done: (verdicts: Verdicts) => void;
  readonly failed: (error: unknown) => void;
}

/** Commits all batches of a group or none; the verdicts are in the group's order. */
export type CommitGroup = (group: readonly PreparedBatch[]) => Promise<readonly Verdicts[]>;

/**
 * Brings batches that wait at the same time into groups, and commits up to two groups at once. Groups under way have no
 * pool in common, so that each may rely on what the last commit of its pools left.
 */
export class CommitQueue {
  readonly #commit: CommitGroup;
  #waiting: QueuedBatch[] = [];
  #waitingRows = 0;
  #heldRows = 0;
  #lanes = 0;
  readonly #busyPools = new Set<number>();

  constructor(commit: CommitGroup) {
    this.#commit = commit;
  }

  /** Resolves when the batch is committed. Throws OverloadError when too many rows wait. */
  async add(batch: CpuBatch): Promise<Verdicts> {
    if (this.#heldRows + batch.length > MAX_QUEUED_ROWS) {
      throw new OverloadError(
        "more samples are waiting than the database takes in: send again in a few seconds",
      );
    }
    this.#heldRows += batch.length;
    try {
      return await new Promise<Verdicts>((done, failed) => {
        this.#waiting.push({ ...prepareBatch(batch), done, failed });
        this.#waitingRows += batch.length;
        this.#start();
      });
    } finally {
      this.#heldRows -= batch.length;
    }
  }

  #start(): void {
    while (this.#lanes === 0 || (this.#lanes < LANES && this.#waitingRows >= SECOND_LANE_ROWS)) {
      const group = this.#takeGroup();
      if (group.length === 0) return;
      void this.#run(group);
    }
  }

  async #run(group: readonly QueuedBatch[]): Promise<void> {
    this.#lanes++;
    for (const { pools } of group) for (const pool of pools) this.#busyPools.add(pool);
    await this.#commitTogether(group);
    for (const { pools } of group) for (const pool of pools) this.#busyPools.delete(pool);
    this.#lanes--;
    this.#start();
  }

  /**
   * The first that waits, and those after it while they fit. One that has a pool in common with a group under way, or
   * with one that waits before it for that reason, waits on.
   */
  #takeGroup(): QueuedBatch[] {
    const group: QueuedBatch[] = [];
    const left: QueuedBatch[] = [];
    const blocked = new Set(this.#busyPools);
    let rows = 0;
    for (const queued of this.#waiting) {
      const fits = group.length === 0 || rows + queued.batch.length <= SHARED_COMMIT_ROWS;
      if (fits && !intersects(blocked, queued.pools)) {
        group.push(queued);
        rows += queued.batch.length;
      } else {
        left.push(queued);
        for (const pool of queued.pools) blocked.add(pool);
      }
    }
    this.#waiting = left;
    this.#waitingRows -= rows;
    return group;
  }

  /** One transaction for all; where it fails, each is tried alone, so that none fails for another's sake. */
  async #commitTogether(group: readonly QueuedBatch[]): Promise<void> {
    try {
      const verdicts = await this.#commit(group);
      group.forEach((queued, place) => {
        queued.done(verdicts[place] ?? { accepted: 0, duplicate: 0 });
      });
    } catch (error) {
      if (group.length === 1) group[0]?.failed(error);
      else for (const queued of group) await this.#commitTogether([queued]);
    }
  }
}

/** A part of a batch: some of its bins. `place`: of the batch in its group. */
export interface BatchRound extends PreparedBatch {
  readonly place: number;
}

/** The batches of a group, in order, cut so that no round has more bins than that. */
export function* roundsOf(group: readonly PreparedBatch[], mostBins: number): Generator<BatchRound[]> {
  let round: BatchRound[] = [];
  let bins = 0;
  for (const [place, batch] of group.entries()) {
    for (let from = 0; from < batch.bins.length; from += mostBins) {
      const part = batch.bins.slice(from, from + mostBins);
      if (bins + part.length > mostBins) {
        yield round;
        round = [];
        bins = 0;
      }
      round.push({ ...batch, bins: part, place });
      bins += part.length;
    }
  }
  if (round.length > 0) yield round;
}

function intersects(left: ReadonlySet<number>, right: ReadonlySet<number>): boolean {
  for (const member of right) if (left.has(member)) return true;
  return false;
}
