import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import {
  type ProposalContent,
  type ProposalProgress,
  proposalContentSchema,
  proposalProgressSchema,
} from "../proposalAnswer.ts";
import type { RegionFacts } from "../types.ts";
import type { ProposalOrder } from "./types.ts";

const messageSchema = z.union([
  z.strictObject({ progress: proposalProgressSchema }),
  z.strictObject({ content: proposalContentSchema }),
]);

/** From the project's root, where the server runs: Node runs the file as it stands, also where the caller is bundled. */
const THREAD = ["lib", "planning", "proposal", "inThread", "thread", "commands.ts"];

/** Threads at once in this process: more would not be done sooner, and each holds a region's curves. */
const MOST_THREADS = 2;
let running = 0;
const waiting: (() => void)[] = [];

/**
 * proposeForRegion in a thread of its own, so that the server goes on answering. Aborting `signal` cuts its search off; what
 * it has is made a proposal of, marked incomplete. Where two are under way already, it waits for its turn.
 *
 * Rejects with Error where the thread ends without a proposal.
 */
export async function proposeInThread(facts: RegionFacts, options: ThreadOptions): Promise<ProposalContent> {
  if (running >= MOST_THREADS) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    return await runThread(facts, options);
  } finally {
    // Whoever is next takes this turn over.
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}

interface ThreadOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ProposalProgress) => void;
}

function runThread(facts: RegionFacts, { signal, onProgress }: ThreadOptions): Promise<ProposalContent> {
  const stopped = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const stop = () => Atomics.store(new Int32Array(stopped), 0, 1);
  const order: ProposalOrder = { facts, stopped };
  const file = join(/*turbopackIgnore: true*/ process.cwd(), ...THREAD);
  // The server's own flags are not the thread's: one of them watches the process that started it.
  const worker = new Worker(file, { workerData: order, execArgv: [] });
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  return new Promise<ProposalContent>((resolve, reject) => {
    worker.on("message", (sent: unknown) => {
      const message = messageSchema.parse(sent);
      if ("content" in message) resolve(message.content);
      else onProgress(message.progress);
    });
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("the proposal's thread ended without a proposal")));
  }).finally(() => signal.removeEventListener("abort", stop));
}
