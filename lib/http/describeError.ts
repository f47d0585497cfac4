/** What a log line says of an error. */
interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: DescribedError;
  readonly errors?: readonly DescribedError[];
}

const DEEPEST_CAUSE = 4;
const MOST_ERRORS = 5;
const LONGEST_MESSAGE = 500;

/**
 * An error for the log. Of a database's error its message and code, not its details, which quote rows; of one by the ORM not
 * the call that it prints with all that was handed to it. Frames of the stack stay, its own first line goes.
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: shorten(String(error)) };
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  const stack = framesOf(error.stack);
  const isDeep = depth >= DEEPEST_CAUSE;
  const inner = error instanceof AggregateError ? error.errors : null;
  return {
    type: error.name,
    message: shorten(withoutCall(error.message)),
    ...(code !== null && { code }),
    ...(stack !== "" && { stack }),
    ...(!isDeep && error.cause !== undefined && { cause: describeError(error.cause, depth + 1) }),
    ...(!isDeep &&
      inner !== null && { errors: inner.slice(0, MOST_ERRORS).map((one) => describeError(one, depth + 1)) }),
  };
}

/** The ORM's message is "Invalid `…` invocation", the call with its arguments, and in its last line what is wrong. */
function withoutCall(message: string): string {
  if (!/^\s*Invalid `[^`]*` invocation/.test(message)) return message;
  const lines = message.split("\n").filter((line) => line.trim() !== "");
  return `${lines[0]?.trim()} ${lines.at(-1)?.trim()}`;
}

function framesOf(stack: string | undefined): string {
  return (stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
}

function shorten(text: string): string {
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
}
