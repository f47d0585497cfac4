import { z } from "zod";
import type { Failure, FailureCode, FieldError } from "../core/index.ts";

/** An error answer, RFC 9457 (`application/problem+json`). `detail` says what is wrong and what to do. */
export const problemSchema = z.strictObject({
  type: z.string().describe("about:blank, or a word for the kind of problem"),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string().describe("the request: urn:request: and its id"),
  errors: z
    .array(z.strictObject({ path: z.string(), message: z.string() }))
    .readonly()
    .describe("each thing that is wrong, and where"),
});

/** What went wrong with a request, before it is known which request it was. */
export interface Problem {
  readonly status: ProblemStatus;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  /** Headers that the status asks for: Retry-After, Allow, WWW-Authenticate. */
  readonly headers?: Readonly<Record<string, string>>;
}

const TITLES = {
  400: "The request cannot be read",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  406: "Not available in that form",
  409: "Conflicts with the present state",
  413: "Too large",
  415: "Form not read here",
  422: "Not possible",
  429: "Too many requests",
  500: "A bug here",
  503: "Not available now",
} as const;

export type ProblemStatus = keyof typeof TITLES;

const STATUS_OF_FAILURE = {
  malformed: 400,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  frozen: 409,
  invalid: 422,
  too_often: 429,
  unavailable: 503,
} as const satisfies Record<FailureCode, ProblemStatus>;

/** The one mapper of expected failures. */
export function problemOfFailure(failure: Failure): Problem {
  return {
    status: STATUS_OF_FAILURE[failure.code],
    detail: failure.detail,
    ...(failure.errors ? { errors: failure.errors } : {}),
    ...(isPassing(failure)
      ? { headers: { "retry-after": String(failure.retryAfterSeconds ?? RETRY_AFTER_SECONDS) } }
      : {}),
  };
}

/** Seconds after which a sender may try again when the database is away or everything is busy. */
const RETRY_AFTER_SECONDS = 2;

function isPassing({ code }: Failure): boolean {
  return code === "unavailable" || code === "too_often";
}

export function unavailable(detail: string): Problem {
  return { status: 503, detail, headers: { "retry-after": String(RETRY_AFTER_SECONDS) } };
}

export function problemResponse(problem: Problem, requestId: string): Response {
  const body: z.output<typeof problemSchema> = {
    type: "about:blank",
    title: TITLES[problem.status],
    status: problem.status,
    detail: problem.detail,
    instance: `urn:request:${requestId}`,
    errors: problem.errors ?? [],
  };
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: { ...problem.headers, "content-type": "application/problem+json" },
  });
}
