import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { err, type Failure, ok, type Result } from "../../../core/index.ts";
import { type DraftToJudge, judgeDraft, type PreparedPlan } from "../../judgeDraft.ts";
import { judgedMessageSchema } from "./types.ts";

/** Shorter plans are judged in a few tenths of a second, which is no more than starting a thread takes. */
const MOST_MOVES_HERE = 32;

/** From the project's root, where the server runs: Node runs the file as it stands, also where the caller is bundled. */
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
  const file = join(/*turbopackIgnore: true*/ process.cwd(), ...THREAD);
  // The server's own flags are not the thread's: one of them watches the process that started it.
  const worker = new Worker(file, { workerData: draft, execArgv: [] });
  return new Promise((resolve, reject) => {
    worker.on("message", (sent: unknown) => {
      const message = judgedMessageSchema.safeParse(sent);
      if (!message.success) reject(message.error);
      else if ("prepared" in message.data) resolve(ok(message.data.prepared));
      else resolve(err({ code: "invalid", ...message.data.failure }));
    });
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("the plan's thread ended without an answer")));
  });
}
