import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { LoadOrder, LoadResult } from "./loadTypes.ts";

/** Sends bodies from a process of its own and answers what came of it. Throws when a request was not answered 200. */
export async function runLoad(order: LoadOrder): Promise<LoadResult> {
  const child = fork(join(import.meta.dirname, "loadProcess.ts"), [JSON.stringify(order)]);
  const ended = once(child, "exit");
  try {
    await messageFrom(child);
    child.send("go");
    // The generator sends its result alone after the first word.
    return (await messageFrom(child)) as LoadResult;
  } finally {
    if (child.connected) child.kill();
    await ended;
  }
}

async function messageFrom(child: ReturnType<typeof fork>): Promise<unknown> {
  return await new Promise((received, failed) => {
    child.once("message", received);
    child.once("exit", (code) => failed(new Error(`the load generator ended with exit code ${code}`)));
  });
}
