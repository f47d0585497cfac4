import { AsyncLocalStorage } from "node:async_hooks";
import pino, { type DestinationStream, type Logger } from "pino";
import type { Env } from "../env.ts";
import { describeError } from "./describeError.ts";
import { replicaName } from "./replicaName.ts";
import { createScrubber } from "./scrubText.ts";

/** What every line written meanwhile is marked with: a request's id, or a job's name and id. */
type LogMark = Readonly<Record<string, string>>;

interface Shared {
  ballastLogMarks?: AsyncLocalStorage<LogMark>;
}

/** On globalThis, because Next bundles this module more than once. */
function marks(): AsyncLocalStorage<LogMark> {
  const shared: Shared = globalThis as typeof globalThis & Shared;
  shared.ballastLogMarks ??= new AsyncLocalStorage();
  return shared.ballastLogMarks;
}

/** Runs `work`; every line that is logged in it, however deep, carries the mark. */
export function withLogMark<T>(mark: LogMark, work: () => T): T {
  return marks().run(mark, work);
}

/**
 * The log: one line of JSON an event, on standard output unless `to` says otherwise. Errors are written as name, message and
 * stack, without what the database quotes of rows; secrets that this process knows, and whatever looks like one, are left out.
 */
export function createLog(settings: Env, to?: DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level: settings.BALLAST_LOG_LEVEL,
    base: { pid: process.pid, replica: replicaName(settings) },
    mixin: () => ({ ...marks().getStore() }),
    serializers: { err: describeError, error: describeError },
    hooks: { streamWrite: createScrubber(settings) },
  };
  return to === undefined ? pino(options) : pino(options, to);
}
