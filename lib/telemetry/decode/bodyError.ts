/** 400: not readable as what it claims to be. 413: too big. 415: not a form we read. 422: readable, but not of the shape asked for. */
export type BodyErrorStatus = 400 | 413 | 415 | 422;

/**
 * The body as a whole cannot be read on: nothing of it may be kept, and sending it again is of no use.
 * `detail` says what is wrong and what to do; `path` names the field, when one is to blame.
 */
export class BodyError extends Error {
  readonly status: BodyErrorStatus;
  readonly detail: string;
  readonly path: string | null;

  constructor(status: BodyErrorStatus, detail: string, path: string | null = null) {
    super(detail);
    this.name = "BodyError";
    this.status = status;
    this.detail = detail;
    this.path = path;
  }
}

/** The sender went away in the middle of its body: nobody is left to answer, and nothing of it may be kept. */
export class BodyInterruptedError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "BodyInterruptedError";
  }
}
