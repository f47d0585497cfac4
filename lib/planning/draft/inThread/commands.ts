import { err, type Failure, ok, type Result } from "../../../core/index.ts";
import { type DraftToJudge, judgeDraft, type PreparedPlan } from "../../judgeDraft.ts";
import { askThread } from "../../thread/commands.ts";
import { judgedMessageSchema } from "./types.ts";

/** Shorter plans are judged in a few tenths of a second, which is no more than starting a thread takes. */
const MOST_MOVES_HERE = 32;

const THREAD = ["lib", "planning", "draft", "inThread", "thread", "commands.ts"];

/** Threads at once in this process: a second plan waits for the first, and the server keeps a processor for the rest. */
let last: Promise<unknown> = Promise.resolve();

/**
 * judgeDraft, for long plans in a thread of its own, so that pages and ingest go on meanwhile; one plan after another.
 *
 * Rejects with Error where the thread ends without an answer.
 */
export async function judgeInThread(draft: DraftToJudge): Promise<Result<PreparedPlan, Failure>> {
  const moves = draft.phases.reduce((count, phase) => count + phase.moves.length, 0);
  if (moves <= MOST_MOVES_HERE) return judgeDraft(draft);
  const judged = last.then(() => runThread(draft));
  last = judged.catch(() => null);
  return await judged;
}

/** The thread alone, whatever the plan's length. */
export function runThread(draft: DraftToJudge): Promise<Result<PreparedPlan, Failure>> {
  return askThread({
    file: THREAD,
    order: draft,
    read: (sent): Result<PreparedPlan, Failure> => {
      const message = judgedMessageSchema.parse(sent);
      if ("prepared" in message) return ok(message.prepared);
      return err({ code: "invalid", ...message.failure });
    },
  });
}
