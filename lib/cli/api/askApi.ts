import type { Problem } from "../../client/index.ts";

/** The API said no. */
export class RefusedError extends Error {
  /** Null where what came was not of this API: a proxy's page. */
  readonly problem: Problem | null;
  constructor(message: string, problem: Problem | null) {
    super(message);
    this.problem = problem;
  }
}

/** There was no answer. */
export class NoAnswerError extends Error {}

type Told<Data> = { readonly data?: Data; readonly error?: unknown; readonly response: Response };

/** The data of an answer. Throws RefusedError with the problem in words, NoAnswerError where nothing came. */
export async function ask<Data>(call: Promise<Told<Data>>): Promise<NonNullable<Data>> {
  let told: Told<Data>;
  try {
    told = await call;
  } catch (error) {
    throw new NoAnswerError(reasonOf(error));
  }
  if (told.data !== undefined && told.data !== null) return told.data;
  // A problem has this shape wherever the API itself answered; anything else comes from what stands in front of it.
  const problem = isProblem(told.error) ? told.error : null;
  throw new RefusedError(wordsOf(problem, told.response), problem);
}

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "detail" in error && "errors" in error;
}

function wordsOf(problem: Problem | null, response: Response): string {
  if (problem === null) return `answered ${response.status} by something that is not Ballast`;
  const shown = problem.errors.filter(({ message }) => !problem.detail.includes(message));
  const after = response.headers.get("retry-after");
  return [
    `${problem.title}: ${problem.detail}`,
    ...shown.map(({ path, message }) => `  ${path === "" ? "" : `${path}: `}${message}`),
    ...(after === null ? [] : [`  Try again in ${after} s.`]),
  ].join("\n");
}

/** What the network said, without the layers around it. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0]);
  if (cause instanceof Error && "code" in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : String(cause);
}
