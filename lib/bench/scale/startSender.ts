import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { SendOrder, SendProgress } from "./sendTypes.ts";

/** Collectors that send from now on until they are stopped. */
export interface Sender {
  tell(): Promise<SendProgress>;
  /** Lets the bodies under way be answered, and tells what came of all. */
  stop(): Promise<SendProgress>;
}

export async function startSender(order: SendOrder): Promise<Sender> {
  const child = fork(join(import.meta.dirname, "sendProcess.ts"), [JSON.stringify(order)]);
  const ended = once(child, "exit");
  await wordOf(child);
  child.send("go");
  const ask = async (word: string): Promise<SendProgress> => {
    if (!child.connected) throw new Error("the sender has ended: what it was refused for stands above");
    const told = wordOf(child);
    child.send(word);
    // After its first word it sends nothing else.
    return (await told) as SendProgress;
  };
  return {
    tell: () => ask("tell"),
    stop: async () => {
      const last = await ask("stop");
      await ended;
      return last;
    },
  };
}

async function wordOf(child: ChildProcess): Promise<unknown> {
  const heard = Promise.withResolvers<unknown>();
  const fail = (code: number | null) => heard.reject(new Error(`the sender ended with exit code ${code}`));
  child.once("message", heard.resolve);
  child.once("exit", fail);
  try {
    return await heard.promise;
  } finally {
    child.off("message", heard.resolve);
    child.off("exit", fail);
  }
}
