import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { DATABASE_AWAY, type FailurePage, renderFailurePage, SERVER_STOPPING } from "../http/failurePage.ts";
import { problemResponse, unavailable } from "../http/problem.ts";
import { replaceFailedPage } from "./replaceFailedPage.ts";

/** Asked of what is behind the door; lib/db/databaseWatch.ts is one. */
export interface DatabaseKnown {
  answers(): Promise<boolean>;
}

export interface Visit {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly nonce: string;
}

/** Answered whatever the database does: the process itself, and files. */
const NEEDS_NO_DATABASE = /^\/(healthz$|_next\/static\/|icon\.svg$)/;
const NOT_A_PAGE = /^\/(api\/|healthz$|readyz$|metrics$|_next\/)/;

/**
 * Through which every request comes in: it is sent away with 503 and Retry-After while the database is away, and when the
 * process is being stopped; else it is counted until its answer has left.
 */
export class FrontDoor {
  readonly #database: DatabaseKnown;
  readonly #inside = new Set<ServerResponse>();
  #state: "open" | "draining" | "closed" = "open";
  #whenEmpty: (() => void) | null = null;

  constructor(database: DatabaseKnown) {
    this.#database = database;
  }

  /** Requests whose answer has not left yet. */
  get inside(): number {
    return this.#inside.size;
  }

  /** Says that it is not ready, and that connections end with their answer, but still lets in. */
  drain(): void {
    if (this.#state === "open") this.#state = "draining";
  }

  /** Lets nothing in any more. Resolves when the last answer has left. */
  async close(): Promise<void> {
    this.#state = "closed";
    if (this.#inside.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#whenEmpty = resolve;
    });
  }

  /** Lets a request in, `serve` answers it; or answers that it is not let in. */
  async enter(visit: Visit, serve: () => Promise<void>): Promise<void> {
    const { incoming, outgoing } = visit;
    const path = pathOf(incoming);
    // A client that keeps its connection would come again to a process that is going away.
    if (this.#state !== "open") outgoing.setHeader("connection", "close");
    const isUnready = this.#state === "draining" && path === "/readyz";
    if (this.#state === "closed" || isUnready) {
      refuse(visit, {
        page: SERVER_STOPPING,
        detail: "This server is being stopped. Nothing was done; send the same again.",
      });
      return;
    }
    this.#inside.add(outgoing);
    outgoing.once("close", () => this.#leave(outgoing));
    if (!NEEDS_NO_DATABASE.test(path) && !(await this.#database.answers())) {
      refuse(visit, {
        page: DATABASE_AWAY,
        detail: "The database does not answer. Nothing was stored; send the same again in a moment.",
      });
      return;
    }
    if (isPage(visit)) replaceFailedPage(visit, () => this.#database.answers());
    await serve();
  }

  #leave(outgoing: ServerResponse): void {
    this.#inside.delete(outgoing);
    if (this.#inside.size === 0) this.#whenEmpty?.();
  }
}

export function pathOf({ url = "" }: IncomingMessage): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}

function isPage({ incoming }: Visit): boolean {
  return !NOT_A_PAGE.test(pathOf(incoming));
}

function refuse(
  visit: Visit,
  { page, detail }: { readonly page: FailurePage; readonly detail: string },
): void {
  const { incoming, outgoing, nonce } = visit;
  const problem = unavailable(detail);
  outgoing.statusCode = problem.status;
  for (const [name, value] of Object.entries(problem.headers ?? {})) outgoing.setHeader(name, value);
  outgoing.setHeader("cache-control", "no-store");
  if (isPage(visit)) {
    outgoing.setHeader("content-type", "text/html; charset=utf-8");
    outgoing.end(renderFailurePage(page, nonce));
    return;
  }
  const requestId = randomUUID();
  outgoing.setHeader("x-request-id", requestId);
  outgoing.setHeader("content-type", "application/problem+json");
  void problemResponse(problem, requestId)
    .text()
    .then((text) => outgoing.end(text));
  // A body that nobody reads would keep the connection; what is small is read and thrown away by Node itself.
  incoming.resume();
}
