import { createHmac } from "node:crypto";

const STEP_MS = 30_000;
/** better-auth takes a code of one step before or after; it looked a moment ago, perhaps in the step before. */
const STEPS_BEFORE = 2;
const STEPS_AFTER = 1;

/**
 * The time step (RFC 6238: seconds since 1970 by 30) that a code of six digits is of, near `nowMs`; of two that have the
 * same code the later one, null when it is of none of them.
 */
export function stepOfCode(secret: string, code: string, nowMs: number): number | null {
  const now = Math.floor(nowMs / STEP_MS);
  for (let step = now + STEPS_AFTER; step >= now - STEPS_BEFORE; step -= 1)
    if (codeOfStep(secret, step) === code) return step;
  return null;
}

/** HOTP (RFC 4226) with SHA-1 and six digits. */
function codeOfStep(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac("sha1", secret).update(counter).digest();
  const offset = hash.readUInt8(hash.length - 1) & 0xf;
  return String((hash.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}
