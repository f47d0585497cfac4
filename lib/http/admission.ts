import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Failure } from "../core/index.ts";
import { credentialOfCookies, readCookie } from "./credentials.ts";
import { noteAnswering } from "./peopleFirst.ts";
import { problemOfFailure, problemResponse } from "./problem.ts";
import type { RequestLimits } from "./requestLimits.ts";
import { WorkLane } from "./workLane.ts";

export interface Visitor {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  /** Settled: of whoever sent the request. */
  readonly address: string;
}

/** Pages being made at once: more would only wait for the same processor, and each holds what it shows. */
const PAGES = { atOnce: 8, waiting: 512, ofOne: 96 };
/** Of one address, whoever its browsers say they are: who they are is known only when their page is made. */
const PAGES_OF_ADDRESS = 384;

/** Senders of samples are held back at a door of their own (intakeGate.ts), and are never told 429. */
const SAMPLES = /^\/api\/v1\/(samples|prometheus|otlp)\//;
/** Files, and what a balancer asks: nothing is computed for them. */
const FREE = /^\/(_next\/static\/|healthz$|readyz$|metrics$|icon\.svg$)/;
const PROGRAMS = /^\/api\//;

/**
 * What stands before pages and the API: so many requests from one address, so many pages made at once, in turns between
 * those who ask. And while any of these is being answered, samples make way for it (peopleFirst.ts).
 */
export class Admission {
  readonly #limits: RequestLimits;
  readonly #pages: WorkLane;
  readonly #pagesOfAddress: number;
  readonly #held = new Map<string, number>();

  constructor(limits: RequestLimits, pages = new WorkLane(PAGES), pagesOfAddress = PAGES_OF_ADDRESS) {
    this.#limits = limits;
    this.#pages = pages;
    this.#pagesOfAddress = pagesOfAddress;
  }

  /** Has `serve` answer, in its turn; or answers 429 or 503 with Retry-After. */
  async admit(visitor: Visitor, serve: () => Promise<void>): Promise<void> {
    const path = pathOf(visitor.incoming);
    if (SAMPLES.test(path) || FREE.test(path)) return await serve();
    const { done } = noteAnswering();
    visitor.outgoing.once("close", done);
    const counted = await this.#limits.takeFrom(visitor.address);
    if (!counted.ok) return refuse(visitor, counted.error);
    if (PROGRAMS.test(path)) return await serve();
    const refusal = await this.#makePage(visitor, serve);
    if (refusal !== null) refuse(visitor, refusal);
  }

  /** Why the page was not made; null where it was, or nobody waits for it any more. */
  async #makePage(visitor: Visitor, serve: () => Promise<void>): Promise<Failure | null> {
    const { outgoing, address } = visitor;
    const held = this.#held.get(address) ?? 0;
    if (held >= this.#pagesOfAddress)
      return {
        code: "too_often",
        detail: `${held} pages are being made for your address. Ask again when one has come.`,
      };
    const gone = new AbortController();
    outgoing.once("close", () => gone.abort());
    this.#held.set(address, held + 1);
    try {
      const turn = await this.#pages.run(serve, { caller: viewerOf(visitor), signal: gone.signal });
      return turn.ok || gone.signal.aborted ? null : turn.error;
    } finally {
      const left = (this.#held.get(address) ?? 1) - 1;
      if (left === 0) this.#held.delete(address);
      else this.#held.set(address, left);
    }
  }
}

function viewerOf({ incoming, address }: Visitor): string {
  const cookies = incoming.headers.cookie ?? null;
  return credentialOfCookies((name) => readCookie(cookies, name))?.secret ?? address;
}

/** As a problem for programs; a browser shows its words. */
function refuse({ incoming, outgoing }: Visitor, failure: Failure): void {
  const problem = problemOfFailure(failure);
  const requestId = randomUUID();
  outgoing.statusCode = problem.status;
  for (const [name, value] of Object.entries(problem.headers ?? {})) outgoing.setHeader(name, value);
  outgoing.setHeader("cache-control", "no-store");
  outgoing.setHeader("x-request-id", requestId);
  // What is sent and not read would keep the connection from its next request.
  incoming.resume();
  if (!PROGRAMS.test(pathOf(incoming))) {
    outgoing.setHeader("content-type", "text/plain; charset=utf-8");
    outgoing.end(`${failure.detail}\n`);
    return;
  }
  const response = problemResponse(problem, requestId);
  outgoing.setHeader("content-type", response.headers.get("content-type") ?? "");
  void response.text().then((text) => outgoing.end(text));
}

function pathOf({ url = "" }: IncomingMessage): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}
