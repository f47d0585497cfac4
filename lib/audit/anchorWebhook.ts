import { createHmac } from "node:crypto";
import type { Anchor } from "./anchor.ts";

export interface AnchorWebhook {
  readonly url: string;
  readonly secret: string;
}

const ANSWERS_WITHIN_MS = 10_000;
/** `sha256=` and, in hex, HMAC-SHA-256 of the body under the shared secret. */
const SIGNATURE_HEADER = "x-ballast-signature";

/** Sends an anchor to where it is kept besides. Throws unless the answer is a success: then it is sent again later. */
export async function sendAnchor({ url, secret }: AnchorWebhook, anchor: Anchor): Promise<void> {
  const body = JSON.stringify(anchor);
  const signature = createHmac("sha256", secret).update(body, "utf8").digest("hex");
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", [SIGNATURE_HEADER]: `sha256=${signature}` },
    body,
    redirect: "error",
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the receiver of audit anchors answered ${answer.status}`);
}
