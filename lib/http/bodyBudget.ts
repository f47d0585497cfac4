import type { Problem } from "./problem.ts";
import { unavailable } from "./problem.ts";

interface Shared {
  ballastBodyBytes?: { total: number; readonly byRequest: WeakMap<Request, number> };
}

/** Bodies of all requests being answered, decoded, but of samples, which are not kept whole. */
const MOST_BYTES = 256 * 1_048_576;

/** On globalThis, because Next bundles this module more than once. */
function shared(): NonNullable<Shared["ballastBodyBytes"]> {
  const found = globalThis as typeof globalThis & Shared;
  found.ballastBodyBytes ??= { total: 0, byRequest: new WeakMap() };
  return found.ballastBodyBytes;
}

/** Counts bytes of a request's body that are kept until it is answered; 503 where all bodies together are too much. */
export function holdBytes(request: Request, bytes: number, most: number = MOST_BYTES): Problem | null {
  const held = shared();
  const own = (held.byRequest.get(request) ?? 0) + bytes;
  held.byRequest.set(request, own);
  held.total += bytes;
  // One alone is never too much: its route's own limit says so first.
  if (held.total <= most || held.total === own) return null;
  return unavailable(
    "Too many large bodies are being read. Nothing was done; send the same again in a moment.",
  );
}

/** The request is answered. */
export function releaseBytes(request: Request): void {
  const held = shared();
  held.total -= held.byRequest.get(request) ?? 0;
  held.byRequest.delete(request);
}
