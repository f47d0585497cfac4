import { Socket } from "node:net";
import type pg from "pg";

/** One statement that was run: on which pool, what it was, how long it took, from being handed over to its last row. */
export interface QueryFact {
  readonly pool: string;
  readonly kind: QueryKind;
  readonly milliseconds: number;
}

export type QueryKind = "select" | "insert" | "update" | "delete" | "transaction" | "other";
export type QueryListener = (fact: QueryFact) => void;

export interface PoolState {
  readonly inUse: number;
  readonly idle: number;
  /** Callers that wait for a connection. */
  readonly waiting: number;
}

/** What goes on in the pools of one client: their connections, and how long statements take. */
export class PoolActivity {
  readonly #pools = new Map<string, pg.Pool>();
  readonly #sockets = new Set<Socket>();
  #listener: QueryListener | null = null;

  /** Call once for each pool, before its first use. */
  follow(name: string, pool: pg.Pool): void {
    this.#pools.set(name, pool);
    pool.on("connect", (client) => this.#measure(name, client));
  }

  /** What a connection of these pools is made over: give it to each as its `stream`. */
  readonly openSocket = (): Socket => {
    const socket = new Socket();
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    return socket;
  };

  /** Told of every statement that ended well or not; one listener at a time. */
  listen(listener: QueryListener): void {
    this.#listener = listener;
  }

  pools(): ReadonlyMap<string, PoolState> {
    return new Map(
      [...this.#pools].map(([name, { totalCount, idleCount, waitingCount }]) => [
        name,
        { inUse: totalCount - idleCount, idle: idleCount, waiting: waitingCount },
      ]),
    );
  }

  /**
   * Breaks off every connection, for when the server has stopped answering without closing them: whoever waits gets an error
   * instead of nothing, and the server, should it go on, rolls back what was open. The pools make new ones when asked.
   */
  breakOff(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #measure(pool: string, client: pg.PoolClient): void {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const timed = (...args: unknown[]): unknown => {
      const listener = this.#listener;
      const sql = textOf(args[0]);
      if (listener === null || sql === null) return query(...args);
      const startedAt = performance.now();
      const end = () => listener({ pool, kind: kindOf(sql), milliseconds: performance.now() - startedAt });
      const last = args.at(-1);
      if (typeof last === "function") {
        return query(...args.slice(0, -1), (...answer: unknown[]) => {
          end();
          last(...answer);
        });
      }
      const answer = query(...args);
      if (answer instanceof Promise) answer.then(end, end);
      return answer;
    };
    // The driver declares one signature for each way of calling it; all of them are handed on as they came.
    client.query = timed as typeof client.query;
  }
}

/** Null for what streams (COPY, cursors): it is done when its stream is, which says nothing about the database. */
function textOf(query: unknown): string | null {
  if (typeof query === "string") return query;
  if (typeof query !== "object" || query === null || "submit" in query || !("text" in query)) return null;
  return typeof query.text === "string" ? query.text : null;
}

const KINDS: readonly (readonly [QueryKind, RegExp])[] = [
  ["select", /^select\b/i],
  ["insert", /^insert\b/i],
  ["update", /^update\b/i],
  ["delete", /^delete\b/i],
  ["transaction", /^(begin|commit|rollback|savepoint|release)\b/i],
];

/** By the statement's first word: a few words, however many statements there are. */
function kindOf(sql: string): QueryKind {
  const begun = sql.trimStart();
  return KINDS.find(([, pattern]) => pattern.test(begun))?.[0] ?? "other";
}
