import { createHmac } from "node:crypto";

export const SIGNATURE_HEADER = "ballast-signature";

/**
 * `t=<seconds since 1970>,v1=<hex>`: HMAC-SHA-256, under the receiver's secret, of the seconds, a dot and the body as it is
 * sent. A receiver computes the same, and refuses what is older than it likes: the time is signed too.
 */
export function signBody(
  secret: string,
  { body, nowMs }: { readonly body: string; readonly nowMs: number },
): string {
  const seconds = Math.floor(nowMs / 1_000);
  const signature = createHmac("sha256", secret).update(`${seconds}.${body}`, "utf8").digest("hex");
  return `t=${seconds},v1=${signature}`;
}
