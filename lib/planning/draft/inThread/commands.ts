import { err, type Failure, ok, type Result } from "../../../core/index.ts";
import { type DraftToJudge, judgeDraft, type PreparedPlan } from "../../judgeDraft.ts";
import { askThread } from "../../thread/commands.ts";
import { judgedMessageSchema } from "./types.ts";

/** Shorter plans are judged in a few tenths of a second, which is no more than starting a thread takes. */
const MOST_MOVES_HERE = 32;

const THREAD = ["lib", "planning", "draft", "inThread", "thread", "commands.ts"];

/** Threads at once in this process: a second plan waits for the first, and the server keeps a processor for the rest. */
let last: Promise<unknown> = Promise.resolve();

/** Who waits for a plan that is judged. */
export interface Waiting {
  /** Aborted where nobody waits any longer: the thread is ended, or not begun. */
  readonly signal?: AbortSignal | undefined;
  /** Asked when its turn has come, and from time to time from then on: false = another save has overtaken it. */
  readonly isStillWanted?: () => Promise<boolean>;
}

/**
 * judgeDraft, for long plans in a thread of its own, so that pages and ingest go on meanwhile; one plan after another. Null
 * where it was called off.
 *
 * Rejects with Error where the thread ends without an answer.
 */
export async function judgeInThread(
  draft: DraftToJudge,
  waiting: Waiting = {},
): Promise<Result<PreparedPlan, Failure> | null> {
  const moves = draft.phases.reduce((count, phase) => count + phase.moves.length, 0);
  if (moves <= MOST_MOVES_HERE) return judgeDraft(draft);
  const judged = last.then(() => judgeWhileWanted(draft, waiting));
  last = judged.catch(() => null);
  return await judged;
}

const LOOK_MS = 500;

/** The save before it may be stored only after its thread has ended: that is why it is asked for again and again. */
async function judgeWhileWanted(
  draft: DraftToJudge,
  { signal, isStillWanted = () => Promise.resolve(true) }: Waiting,
): Promise<Result<PreparedPlan, Failure> | null> {
  if (signal?.aborted === true || !(await isStillWanted())) return null;
  const overtaken = new AbortController();
  const look = () =>
    isStillWanted().then(
      (isWanted) => isWanted || overtaken.abort(),
      // A database that does not answer says so when the plan is to be stored.
      () => undefined,
    );
  const timer = setInterval(() => void look(), LOOK_MS);
  try {
    return await runThread(draft, AbortSignal.any([overtaken.signal, ...(signal ? [signal] : [])]));
  } finally {
    clearInterval(timer);
  }
}

/** The thread alone, whatever the plan's length. Null where `signal` ended it. */
export async function runThread(
  draft: DraftToJudge,
  signal?: AbortSignal,
): Promise<Result<PreparedPlan, Failure> | null> {
  const asked = askThread({
    file: THREAD,
    order: draft,
    signal,
    read: (sent): Result<PreparedPlan, Failure> => {
      const message = judgedMessageSchema.parse(sent);
      if ("prepared" in message) return ok(message.prepared);
      return err({ code: "invalid", ...message.failure });
    },
  });
  return await asked.catch((error: unknown) => {
    if (signal?.aborted === true) return null;
    throw error;
  });
}
