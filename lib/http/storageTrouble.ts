import { DISK_FULL, hasCode } from "./thrownProblem.ts";

interface Shared {
  ballastDiskFull?: boolean;
}

/** On globalThis, because Next bundles this module more than once. */
function shared(): Shared {
  return globalThis as typeof globalThis & Shared;
}

/** Remembers what became of a request that wanted to store something: its disk was full, or it was stored. */
export function noteStoring(outcome: { readonly error: unknown } | "stored"): void {
  if (outcome === "stored") shared().ballastDiskFull = false;
  else if (hasCode(outcome.error, DISK_FULL)) shared().ballastDiskFull = true;
}

/** Whether this process could store what it was last asked to, as far as the disk goes. Reading goes on meanwhile. */
export function storingNow(): "yes" | "disk_full" {
  return shared().ballastDiskFull === true ? "disk_full" : "yes";
}
