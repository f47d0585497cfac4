/** What is done for all that wait at the same time: for each its answer, in their order, or an error and nothing done. */
export type WorkTogether<Item, Answer> = (items: readonly Item[]) => Promise<readonly Answer[]>;

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly size: number;
  readonly done: (answer: Answer) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Does work in turns: what comes while a turn is under way waits, and then has the next one together, up to a size. Where a
 * turn of several fails, each is tried alone, so that none fails for another's sake.
 */
export class TurnQueue<Item, Answer> {
  readonly #work: WorkTogether<Item, Answer>;
  readonly #mostTogether: number;
  #waiting: Waiting<Item, Answer>[] = [];
  #heldSize = 0;
  #isBusy = false;

  constructor(work: WorkTogether<Item, Answer>, mostTogether: number) {
    this.#work = work;
    this.#mostTogether = mostTogether;
  }

  /** Sizes of all that wait or is under way. */
  get heldSize(): number {
    return this.#heldSize;
  }

  async add(item: Item, size: number): Promise<Answer> {
    this.#heldSize += size;
    try {
      return await new Promise<Answer>((done, failed) => {
        this.#waiting.push({ item, size, done, failed });
        void this.#run();
      });
    } finally {
      this.#heldSize -= size;
    }
  }

  async #run(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    while (this.#waiting.length > 0) await this.#turn(this.#take());
    this.#isBusy = false;
  }

  #take(): Waiting<Item, Answer>[] {
    let size = 0;
    let count = 0;
    for (const { size: own } of this.#waiting) {
      if (count > 0 && size + own > this.#mostTogether) break;
      size += own;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #turn(turn: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.#work(turn.map(({ item }) => item));
      for (const [at, { done }] of turn.entries()) done(answers[at] as Answer);
    } catch (error) {
      if (turn.length === 1) turn[0]?.failed(error);
      else for (const one of turn) await this.#turn([one]);
    }
  }
}
