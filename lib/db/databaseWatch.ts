import { setImmediate as nextTurn } from "node:timers/promises";
import pg from "pg";

export interface WatchOptions {
  readonly url: string;
  /** Called each time that the server leaves a question unanswered without closing the connection. */
  readonly onSilence: () => void;
  /** Called when it goes away, with the reason, and when it is back, with how long it was away. */
  readonly onChange: (change: DatabaseChange) => void;
  /** From one question to the next. */
  readonly everyMs?: number;
  /** After this long without an answer it is silent. */
  readonly silentAfterMs?: number;
}

export type DatabaseChange =
  | { readonly is: "away"; readonly reason: string }
  | { readonly is: "back"; readonly awayMs: number };

/** All connections are taken: it answers, and those that have one can work. */
const TOO_MANY_CONNECTIONS = "53300";

/**
 * Knows whether the database answers, by asking from time to time over a connection of its own. While it answers nobody
 * waits for that; while it is away who wants to know waits for the question that is under way.
 */
export class DatabaseWatch {
  readonly #options: Required<WatchOptions>;
  #client: pg.Client | null = null;
  #asking: Promise<boolean> | null = null;
  #askedAt = Number.NEGATIVE_INFINITY;
  #awaySince: number | null = null;
  readonly #timer: NodeJS.Timeout;

  constructor(options: WatchOptions) {
    this.#options = { everyMs: 1_000, silentAfterMs: 10_000, ...options };
    // Also when nobody asks: whoever waits for a silent database has to be told.
    this.#timer = setInterval(() => void this.answers(), this.#options.everyMs).unref();
  }

  /** Whether it answered when it was last asked. */
  get isAnswering(): boolean {
    return this.#awaySince === null;
  }

  /** While it is away: whether it answers now. */
  async answers(): Promise<boolean> {
    if (this.#asking === null && performance.now() - this.#askedAt >= this.#options.everyMs) {
      this.#asking = this.#ask().finally(() => {
        this.#asking = null;
        this.#askedAt = performance.now();
      });
    }
    return this.isAnswering || this.#asking === null ? this.isAnswering : await this.#asking;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#asking;
    await this.#client?.end().catch(() => undefined);
  }

  async #ask(): Promise<boolean> {
    const reason = await this.#failureWithin(this.#options.silentAfterMs);
    const wasAway = this.#awaySince;
    if (reason === null) {
      this.#awaySince = null;
      if (wasAway !== null) this.#options.onChange({ is: "back", awayMs: performance.now() - wasAway });
      return true;
    }
    this.#drop();
    if (reason === SILENT) this.#options.onSilence();
    if (wasAway === null) {
      this.#awaySince = performance.now();
      this.#options.onChange({ is: "away", reason });
    }
    return false;
  }

  /** Why it does not answer, or null. */
  async #failureWithin(milliseconds: number): Promise<string | null> {
    let reason: string | null | undefined;
    const settled = this.#query().then(
      () => {
        reason = null;
      },
      (error: unknown) => {
        reason =
          error instanceof pg.DatabaseError && error.code === TOO_MANY_CONNECTIONS ? null : reasonOf(error);
      },
    );
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, milliseconds);
    await Promise.race([settled, late.promise]);
    clearTimeout(timer);
    // Where this process itself was busy for so long, the answer has come, and is only waiting to be read.
    for (let turn = 0; turn < 2 && reason === undefined; turn += 1) await nextTurn();
    return reason === undefined ? SILENT : reason;
  }

  /** A connection that was dropped says nothing about the server: only a new one does. */
  async #query(): Promise<void> {
    const client = this.#client;
    if (client !== null) {
      try {
        await client.query("select 1");
        return;
      } catch (error) {
        if (this.#client !== client) throw error;
        this.#drop();
      }
    }
    await (await this.#connect()).query("select 1");
  }

  async #connect(): Promise<pg.Client> {
    const { url, silentAfterMs } = this.#options;
    const client = new pg.Client({
      connectionString: url,
      application_name: "ballast watch",
      connectionTimeoutMillis: 2 * silentAfterMs,
    });
    this.#client = client;
    client.on("error", () => undefined);
    await client.connect();
    return client;
  }

  #drop(): void {
    const client = this.#client;
    this.#client = null;
    // Not waited for: a server that is silent does not say good-bye either.
    client?.end().catch(() => undefined);
  }
}

const SILENT = "it does not answer";

/** Of several addresses tried, the error says nothing itself and holds one error each. Never the URL, which holds a password. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  return error instanceof Error ? (error.message.split("\n")[0] ?? error.name) : "no reason given";
}
