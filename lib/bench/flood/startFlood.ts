import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { FloodOrder, FloodResult } from "./floodTypes.ts";

export interface Flood {
  /** Lets the bodies under way be answered, and tells what all were. */
  stop(): Promise<FloodResult>;
}

/** A sender that sends from now on until it is stopped. */
export async function startFlood(order: FloodOrder): Promise<Flood> {
  const child = fork(join(import.meta.dirname, "floodProcess.ts"), [JSON.stringify(order)]);
  const ended = once(child, "exit");
  const message = () =>
    new Promise<unknown>((received, failed) => {
      child.once("message", received);
      child.once("exit", (code) => failed(new Error(`the sender ended with exit code ${code}`)));
    });
  await message();
  child.send("go");
  return {
    stop: async () => {
      const told = message();
      child.send("stop");
      // It sends its result alone after the first word.
      const result = (await told) as FloodResult;
      await ended;
      return result;
    },
  };
}
