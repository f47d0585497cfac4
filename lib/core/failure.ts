/**
 * Why a request was refused, in words that every domain shares, so that one mapper turns it into an HTTP answer:
 * `malformed` 400 · `forbidden` 403 · `not_found` 404 · `conflict` and `frozen` 409 · `invalid` 422 ·
 * `too_often` 429 and `unavailable` 503, to be tried again.
 */
export type FailureCode =
  | "malformed"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "frozen"
  | "invalid"
  | "too_often"
  | "unavailable";

/** One thing that is wrong, and where in what was sent: `registries[3].replicas[0].homeStamp`. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** An expected refusal as a value. `detail` says what is wrong and what to do, in one or two sentences. */
export interface Failure {
  readonly code: FailureCode;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  /** When to try again. */
  readonly retryAfterSeconds?: number;
}
