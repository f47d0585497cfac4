import { resolve as resolvePath } from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import type { SearchInstance, SearchOptions, SearchResult } from "../types.ts";
import type { SearchMessage, SearchOrder } from "./types.ts";

const progressSchema = z.strictObject({
  evaluations: z.number(),
  mostEvaluations: z.number(),
  excess: z.number(),
  moves: z.number(),
});
const resultSchema = z.strictObject({
  placement: z.instanceof(Int32Array),
  order: z.array(z.number()),
  objective: z.strictObject({
    excess: z.number(),
    traffic: z.number(),
    moves: z.number(),
    worstP95: z.number(),
    softPoints: z.number(),
  }),
  evaluations: z.number(),
  complete: z.boolean(),
});
const messageSchema = z.union([
  z.strictObject({ progress: progressSchema }),
  z.strictObject({ result: resultSchema }),
]);

/**
 * The thread's file, from the project's root, where every process of Ballast runs. Not from this module's own place: in the
 * server that is a bundle, which holds no such file; Node runs the source as it is.
 */
const THREAD = "lib/planning/search/worker/thread/commands.ts";

/**
 * searchPlacement in a thread of its own, so that the server goes on answering: the same plan for the same instance and
 * options. Aborting `signal` cuts it off; what it has is returned, marked incomplete.
 *
 * Rejects with RangeError on an instance that contradicts itself, and with Error where the thread ends without a result.
 */
export function searchInThread(
  instance: SearchInstance,
  options: Pick<SearchOptions, "seed" | "mostEvaluations" | "onProgress">,
  signal?: AbortSignal,
): Promise<SearchResult> {
  const { onProgress, ...rest } = options;
  const stopped = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const stop = () => Atomics.store(new Int32Array(stopped), 0, 1);
  const order: SearchOrder = { instance, options: rest, stopped };
  // The server's own flags are not the thread's: one of them watches the process that started it.
  const worker = new Worker(resolvePath(THREAD), { workerData: order, execArgv: [] });
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { once: true });
  return new Promise<SearchResult>((resolve, reject) => {
    worker.on("message", (sent: unknown) => {
      const message: SearchMessage = messageSchema.parse(sent);
      if ("result" in message) resolve(message.result);
      else onProgress?.(message.progress);
    });
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("the search ended without a result")));
  }).finally(() => signal?.removeEventListener("abort", stop));
}
