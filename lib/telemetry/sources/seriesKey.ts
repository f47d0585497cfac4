import { createHash } from "node:crypto";

const LONGEST_KEY = 24;

/** Short texts as they are, long ones by their digest: it is kept beside every point. */
export function seriesKey(parts: readonly string[]): string {
  const key = parts.join("\t");
  if (key.length <= LONGEST_KEY && /^[\t -~]*$/.test(key)) return key;
  return createHash("sha256").update(parts.join("\0")).digest("base64url").slice(0, LONGEST_KEY);
}
