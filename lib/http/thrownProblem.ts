import { TooLongError } from "../telemetry/index.ts";
import type { Problem } from "./problem.ts";
import { unavailable } from "./problem.ts";

/** What PostgreSQL answers when the same request may well succeed a moment later. Classes 08, 53 and 57, and conflicts. */
const PASSING_SQL_STATES = [
  /^08/, // connection
  /^53/, // no memory, disk full, too many connections
  /^57P0/, // shutting down, starting up
  /^57014$/, // statement timeout
  /^25P0[34]$/, // idle in transaction, transaction timeout
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
  return innerOf(error).some((one) => isDatabaseUnavailable(one, depth + 1));
}

/** Whether an error, or what it was made of, carries a code like this. */
export function hasCode(error: unknown, pattern: RegExp, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > DEEPEST_CAUSE) return false;
  return (
    codesOf(error).some((code) => pattern.test(code)) ||
    innerOf(error).some((one) => hasCode(one, pattern, depth + 1))
  );
}

/** What an error was made of. */
function innerOf(error: object): readonly unknown[] {
  const errors = field(error, "errors");
  return [
    ...[field(error, "cause"), field(error, "meta"), field(error, "driverAdapterError")],
    ...(Array.isArray(errors) ? errors : []),
  ];
}

/** Whether the database refused a row because its name, or another key, is there already. */
export function isNameTaken(error: unknown): boolean {
  return codesWithin(error).some((code) => code === "23505" || code === "P2002");
}

/** Every code of an error and of those that it wraps. */
function codesWithin(error: unknown, depth = 0): readonly string[] {
  if (typeof error !== "object" || error === null || depth > DEEPEST_CAUSE) return [];
  const inner = [field(error, "cause"), field(error, "meta"), field(error, "driverAdapterError")];
  return [...codesOf(error), ...inner.flatMap((one) => codesWithin(one, depth + 1))];
}

/** What the limits to regions say no to (migration region_limits), in words; null = something else was thrown. */
function problemOfLimits(error: unknown): Problem | null {
  const codes = codesWithin(error);
  if (codes.includes("BL002")) {
    const detail =
      "The telemetry of this database is distributed by Citus, which cannot limit anybody to regions: " +
      "nobody who is limited is let in. An administrator can lift the limit, or keep the telemetry on one machine.";
    return { status: 403, detail };
  }
  if (codes.includes("BL001")) {
    const detail =
      "This database cannot limit anybody to regions: its role ballast_limited is missing, or not granted. " +
      "SECURITY.md says how an administrator makes it. Until then nobody who is limited is let in.";
    return { status: 403, detail };
  }
  const text = error instanceof Error ? error.message : "";
  if (!text.includes("violates row-level security policy")) return null;
  const detail =
    "This would change something that reaches beyond the regions that you are limited to. Nothing was changed.";
  return { status: 403, detail };
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

export const DISK_FULL = /^53100$/;

/** What PostgreSQL itself ended because it took longer than it may; see the limits of lib/db/client.ts. */
const ENDED: readonly { readonly codes: RegExp; readonly detail: string }[] = [
  {
    codes: DISK_FULL,
    detail: "The database's disk is full. Nothing was stored; send the same again when there is room.",
  },
  {
    codes: /^(57014|25P0[34])$/,
    detail:
      "This took the database longer than anything may, and was ended. Nothing was stored. Ask for less, or again when there is less to do.",
  },
  {
    codes: /^55P03$/,
    detail:
      "Somebody else holds what this would change, and did not let go. Nothing was stored; send the same again.",
  },
];

/** What a bug or a fallen database is answered. Nothing of the error itself is told: no stack, no SQL, no path. */
export function problemOfThrown(error: unknown): Problem {
  if (error instanceof TooLongError)
    return { status: 400, detail: error.message, errors: [{ path: "window", message: error.message }] };
  if (isDatabaseUnavailable(error)) {
    const ended = ENDED.find(({ codes }) => hasCode(error, codes));
    if (ended !== undefined) return unavailable(ended.detail);
    return unavailable("The database does not answer. Nothing was stored; send the same again in a moment.");
  }
  const limits = problemOfLimits(error);
  if (limits !== null) return limits;
  return {
    status: 500,
    detail:
      "This is a mistake of the server, not of the request. What was begun was rolled back. " +
      "Its log has the cause under the request id in `instance`.",
  };
}
