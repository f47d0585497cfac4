import { randomBytes } from "node:crypto";
import type { Env } from "../env.ts";

/** Every answer says in it which process gave it, so that what is seen through a balancer can be found in a log. */
export const REPLICA_HEADER = "x-ballast-replica";

interface Shared {
  ballastReplicaName?: string;
}

/** What this process is called: as it is set, else at random, since a host's own name is nothing for strangers. */
export function replicaName({ BALLAST_REPLICA_NAME: set }: Pick<Env, "BALLAST_REPLICA_NAME">): string {
  // On globalThis, because Next bundles this module more than once.
  const shared: Shared = globalThis as typeof globalThis & Shared;
  shared.ballastReplicaName ??= randomBytes(4).toString("hex");
  return set ?? shared.ballastReplicaName;
}
