import { z } from "zod";

const problemSchema = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** A failed call in words that a person can act on; `status` 0 = no answer at all. */
export interface CallProblem {
  readonly status: number;
  readonly message: string;
  /** What exactly is wrong, and where in what was sent; often none. */
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

export type CallResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: CallProblem };

interface ApiCall<T> {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: unknown;
  /** What the answer must look like; anything else is reported as a problem, never passed on. */
  readonly schema: z.ZodType<T>;
  readonly signal?: AbortSignal;
}

/** Calls this app's own API from the browser with the session's cookie. Never throws: failures are values. */
export async function callApi<T>(path: string, call: ApiCall<T>): Promise<CallResult<T>> {
  const method = call.method ?? "GET";
  const headers: Record<string, string> = { accept: "application/json" };
  if (call.body !== undefined) headers["content-type"] = "application/json";
  // One press is one deed, also when the browser repeats the request on a broken connection.
  if (method === "POST") headers["idempotency-key"] = crypto.randomUUID();
  try {
    const response = await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      ...(call.signal === undefined ? {} : { signal: call.signal }),
    });
    if (!response.ok) return { ok: false, error: await readProblem(response) };
    const answer: unknown = response.status === 204 ? null : await response.json().catch(() => null);
    const parsed = call.schema.safeParse(answer);
    if (parsed.success) return { ok: true, value: parsed.data };
    return {
      ok: false,
      error: { status: response.status, message: "The server's answer was not understood.", errors: [] },
    };
  } catch {
    return { ok: false, error: UNREACHED };
  }
}

/** No answer at all. */
export const UNREACHED: CallProblem = {
  status: 0,
  message: "The server did not answer. Nothing is known to have changed; try again.",
  errors: [],
};

/** What a refused or failed call says of itself. */
export async function readProblem(response: Response): Promise<CallProblem> {
  return describeProblem(response.status, await response.json().catch(() => null));
}

function describeProblem(status: number, answer: unknown): CallProblem {
  const problem = problemSchema.safeParse(answer);
  const text = problem.success ? (problem.data.detail ?? problem.data.title) : undefined;
  const message = text ?? `The server answered ${status} without saying why.`;
  return { status, message, errors: problem.data?.errors ?? [] };
}
