import type { z } from "zod";
import type { Author } from "../audit/index.ts";
import type { Access, Caller } from "../auth/index.ts";
import type { Failure, Result } from "../core/index.ts";
import type { Transaction } from "../db/client.ts";
import type { AppContext } from "./appContext.ts";
import type { CsvTable } from "./csv.ts";
import type { BodyForm } from "./parseRequest.ts";
import type { Written } from "./written.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What a handler may say about its answer beside the data. */
export interface Reply {
  header(name: string, value: string): void;
}

export interface HandlerContext<Params, Query, Body> {
  /** null only where `role` is `open` and nobody signed in. */
  readonly caller: Caller | null;
  /** For the audit; its `atMs` is the one instant this request happens at. */
  readonly author: Author;
  readonly nowMs: number;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** In a mutation the transaction that commits when the handler succeeds; in a reading route plain reads. */
  readonly db: Transaction;
  readonly app: AppContext;
  readonly reply: Reply;
  /** Runs `work` when the transaction has committed, before the answer goes out: what is believed can be forgotten. */
  afterCommit(work: () => void): void;
  readonly headers: Headers;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

/** One method of one address. Handlers return data; forms, statuses and errors are the factory's. */
export interface RouteDefinition<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Answer extends z.ZodType = z.ZodUndefined,
  Prepared = undefined,
> {
  readonly method: Method;
  /** As in OpenAPI: `/api/v1/stamps/{stamp}`. Must be where the route's file stands. */
  readonly path: string;
  readonly role: Access;
  /** What it changes reaches beyond any region: whoever is limited to regions is refused, whatever their role. */
  readonly needsWholeFleet?: boolean;
  /** One line for the API description. */
  readonly summary: string;
  readonly description?: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /**
   * `csv` hands the body to its schema as text, `json_or_csv` as `{csv: text}` where it is a table,
   * `bytes` as they are. Default `json`.
   */
  readonly bodyForm?: BodyForm;
  /** An empty body is taken for `{}`: for what can be asked for without a word. */
  readonly mayBeEmpty?: boolean;
  /** Decoded. Default 1 MiB; over it 413. */
  readonly bodyLimitBytes?: number;
  /** Without one the answer is 204. */
  readonly response?: Answer;
  /** Of success. Default 200, 204 without a response. */
  readonly status?: 200 | 201 | 202;
  /** Sends the browser on to where the answer says, with 303 and nothing else. */
  readonly redirectsTo?: (answer: z.output<Answer>) => string;
  /** Content type of an answer that is neither JSON nor a table, for the API description. */
  readonly answerType?: string | readonly string[];
  /**
   * What is answered is `Written` with a digest: its ETag, and 304 without a body for who has it already (If-None-Match).
   */
  readonly isTagged?: boolean;
  /** The answer's JSON, as `JSON.stringify` would write it, where that takes longer than all else. */
  readonly writeJson?: (answer: z.output<Answer>) => Promise<Uint8Array<ArrayBuffer>>;
  /** Makes the answer available as CSV. */
  readonly csv?: (answer: z.output<Answer>) => CsvTable;
  /** Makes such an answer: a page, an exposition. */
  readonly renderAs?: (answer: z.output<Answer>) => { readonly contentType: string; readonly text: string };
  /** What a repeated Idempotency-Key is answered instead, where the first answer must not be kept (a secret). */
  readonly rememberAs?: (answer: z.output<Answer>) => z.output<Answer>;
  /** Reads or computes much: only so many of these at once, then they wait, then 503. */
  readonly isHeavy?: boolean;
  /** false: no transaction around a handler that works long and writes for itself. Default true for mutations. */
  readonly transaction?: boolean;
  /**
   * What takes long and only reads, of a route that changes something: done before its transaction begins, so that none is
   * held open meanwhile. What it read may be old when the handler runs, which has to find that out. `db` are plain reads.
   */
  prepare?(
    context: HandlerContext<z.output<Params>, z.output<Query>, z.output<Body>>,
  ): Promise<Result<Prepared, Failure>>;
  handler(
    context: HandlerContext<z.output<Params>, z.output<Query>, z.output<Body>>,
    /** What `prepare` gave; undefined without one. */
    prepared: Prepared,
  ): Promise<Result<z.output<Answer> | Written, Failure>>;
}

/** Any definition, where its types no longer matter: as the registry and the API description see it. */
export interface AnyRoute {
  readonly method: Method;
  readonly path: string;
  readonly role: Access;
  readonly needsWholeFleet?: boolean;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly response?: z.ZodType;
  readonly status: number;
  readonly tabular: boolean;
  /** Has an ETag, and may be 304. */
  readonly isTagged?: boolean;
  /** What a success is, where it is neither JSON nor a table. */
  readonly answerType?: string | readonly string[];
  /** Content types of an error besides problem+json, where a protocol has its own. */
  readonly errorTypes?: readonly string[];
  /** By content type: the schema of a JSON body, or a text that describes another form. */
  readonly bodies: Readonly<Record<string, z.ZodType | string>>;
  /** Takes an Idempotency-Key. */
  readonly idempotent: boolean;
}

/** What Next calls; `route` is there for the API description and for the test that no route is made otherwise. */
export interface RouteFunction {
  (request: Request, context: RouteContext): Promise<Response>;
  readonly route: AnyRoute;
}

export interface RouteContext {
  readonly params: Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;
}
