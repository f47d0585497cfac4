import type { Problem } from "./problem.ts";
import { unavailable } from "./problem.ts";

/** What PostgreSQL answers when the same request may well succeed a moment later. Classes 08, 53 and 57, and conflicts. */
const PASSING_SQL_STATES = [
  /^08/, // connection
  /^53/, // no memory, disk full, too many connections
  /^57P0/, // shutting down, starting up
  /^57014$/, // statement timeout
  /^25P03$/, // idle in transaction
  /^40001$|^40P01$|^55P03$/, // serialization, deadlock, lock timeout
];

const PASSING_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENOENT", // the socket of a server that is not there
  // Prisma: unreachable, timed out, closed, pool exhausted, transaction not begun or expired, write conflict
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
  "P2034",
]);

const PASSING_MESSAGES =
  /timeout exceeded when trying to connect|connection terminated|client has encountered a connection error|server closed the connection|cannot use a pool after calling end|connection timeout/i;

/** Deep enough for every wrapper that Prisma and its adapter put around an error of pg. */
const DEEPEST_CAUSE = 6;

/** Whether the database was away or too busy, as far as an error tells; the transaction was rolled back. */
export function isDatabaseUnavailable(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > DEEPEST_CAUSE) return false;
  for (const code of codesOf(error)) {
    if (PASSING_CODES.has(code) || PASSING_SQL_STATES.some((state) => state.test(code))) return true;
  }
  if (error instanceof Error && PASSING_MESSAGES.test(error.message)) return true;
  const inner = [field(error, "cause"), field(error, "meta"), field(error, "driverAdapterError")];
  const errors = field(error, "errors");
  if (Array.isArray(errors)) inner.push(...errors);
  return inner.some((one) => isDatabaseUnavailable(one, depth + 1));
}

function codesOf(error: object): readonly string[] {
  return [field(error, "code"), field(error, "originalCode"), kindCode(error)].filter(
    (code): code is string => typeof code === "string",
  );
}

/** Prisma's adapter names some errors by kind instead of code. */
function kindCode(error: object): string | undefined {
  switch (field(error, "kind")) {
    case "DatabaseNotReachable":
    case "ConnectionClosed":
    case "SocketTimeout":
      return "P1001";
    case "TooManyConnections":
      return "53300";
    case "TransactionWriteConflict":
      return "40001";
    default:
      return undefined;
  }
}

function field(of: object, name: string): unknown {
  return name in of ? (of as Record<string, unknown>)[name] : undefined;
}

/** What a bug or a fallen database is answered. Nothing of the error itself is told: no stack, no SQL, no path. */
export function problemOfThrown(error: unknown): Problem {
  if (isDatabaseUnavailable(error)) {
    return unavailable("The database does not answer. Nothing was stored; send the same again in a moment.");
  }
  return {
    status: 500,
    detail:
      "This is a mistake of the server, not of the request. What was begun was rolled back. " +
      "Its log has the cause under the request id in `instance`.",
  };
}
