import { join } from "node:path";
import { Worker } from "node:worker_threads";

export interface ThreadQuestion<Answer> {
  /** The file that the thread runs, from the project's root: Node runs it as it stands, also where the caller is bundled. */
  readonly file: readonly string[];
  /** Its workerData: copied, but for what is shared. */
  readonly order: unknown;
  /** Reads what the thread sends; the first that is not null is its answer. Throws where it may not send that. */
  readonly read: (sent: unknown) => Answer | null;
  /** Aborted where nobody waits for the answer any longer: ends the thread. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Starts a thread with an order and waits for its answer.
 *
 * Rejects with what `read` throws, or the reason of `signal`, and then ends the thread; with the thread's own error; with
 * Error where it ends without an answer.
 */
export function askThread<Answer>({ file, order, read, signal }: ThreadQuestion<Answer>): Promise<Answer> {
  const path = join(/*turbopackIgnore: true*/ process.cwd(), ...file);
  // The server's own flags are not the thread's: one of them watches the process that started it.
  const worker = new Worker(path, { workerData: order, execArgv: [] });
  return new Promise((resolve, reject) => {
    const refuse = (why: unknown) => {
      reject(why);
      // What it goes on doing, nobody waits for.
      worker.terminate().catch(() => undefined);
    };
    const callOff = () => refuse(signal?.reason);
    if (signal?.aborted === true) callOff();
    signal?.addEventListener("abort", callOff, { once: true });
    worker.on("message", (sent: unknown) => {
      try {
        const answer = read(sent);
        if (answer !== null) resolve(answer);
      } catch (error) {
        refuse(error);
      }
    });
    worker.on("messageerror", refuse);
    worker.on("error", reject);
    worker.on("exit", () => {
      signal?.removeEventListener("abort", callOff);
      reject(new Error(`${file.join("/")} ended without an answer`));
    });
  });
}
