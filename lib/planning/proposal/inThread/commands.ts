import { z } from "zod";
import { askThread } from "../../thread/commands.ts";
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

async function runThread(
  facts: RegionFacts,
  { signal, onProgress }: ThreadOptions,
): Promise<ProposalContent> {
  const stopped = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const stop = () => Atomics.store(new Int32Array(stopped), 0, 1);
  const order: ProposalOrder = { facts, stopped };
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await askThread({
      file: THREAD,
      order,
      read: (sent) => {
        const message = messageSchema.parse(sent);
        if ("content" in message) return message.content;
        onProgress(message.progress);
        return null;
      },
    });
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
