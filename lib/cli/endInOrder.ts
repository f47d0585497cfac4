import type { Server } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import { shutDown } from "../http/shutdown.ts";
import type { FrontDoor } from "./frontDoor.ts";

export interface Ending {
  readonly door: FrontDoor;
  readonly server: Server;
  readonly log: Logger;
  /** How long it says that it is not ready before it refuses. */
  readonly drainMs: number;
  /** What was begun may take this long. The supervisor's patience (webServer.ts) and the container's are longer. */
  readonly patienceMs: number;
  /** Ends what all that stands on, when nothing asks it any more. */
  endRest(): Promise<void>;
}

/**
 * Ends the process when it is asked to: jobs are handed back at once; readiness goes, then nothing new is let in, what was
 * begun is answered, and the process ends with 0. What takes too long is cut off, as by a second signal: then with 1.
 */
export function endInOrder(ending: Ending): void {
  let isEnding = false;
  const onSignal = (signal: string): void => {
    if (isEnding) {
      ending.log.warn({ signal, inside: ending.door.inside }, "asked to stop again: ends at once");
      process.exit(1);
    }
    isEnding = true;
    ending.log.info({ signal, inside: ending.door.inside }, "stopping: what was begun is finished");
    void end(ending).then((code) => process.exit(code));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => onSignal(signal));
}

async function end({ door, server, log, drainMs, patienceMs, endRest }: Ending): Promise<number> {
  // Side by side with the requests: another replica takes the jobs meanwhile.
  const jobs = shutDown((error) =>
    log.warn({ err: error }, "jobs were cut off; they are done again at their next turn"),
  );
  door.drain();
  await delay(drainMs);
  const finished = Promise.all([door.close(), jobs]).then(() => true);
  // Not aborted by a late end of the other: this is the end of the process.
  const isFinished = await Promise.race([finished, delay(patienceMs, false)]);
  if (!isFinished) log.warn({ inside: door.inside }, "what took too long is cut off");
  server.close();
  server.closeAllConnections();
  // A database that is silent does not say good-bye.
  await Promise.race([
    endRest().catch((error: unknown) => log.warn({ err: error }, "ended untidily")),
    delay(5_000),
  ]);
  return isFinished ? 0 : 1;
}
