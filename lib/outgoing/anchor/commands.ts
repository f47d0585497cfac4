import { type Anchor, hashOfAnchor, type SendAnchor } from "../../audit/index.ts";
import { postSigned } from "../post/commands.ts";

export interface AnchorReceiver {
  readonly url: string;
  readonly secret: string;
  /** BALLAST_OUTGOING_ALLOW */
  readonly allow: readonly string[];
}

/**
 * Sends anchors of the audit to where they are kept besides, by the same signed POST as all that goes out: addresses that
 * are not public are refused, redirects are not followed. The anchor's hash is the idempotency key. Throws, with words that
 * hold neither address nor secret, unless it was received: then it is sent again later. Null where there is no
 * receiver.
 */
export function anchorSender(receiver: AnchorReceiver | null): SendAnchor | null {
  if (receiver === null) return null;
  const { url, secret, allow } = receiver;
  return async (anchor: Anchor, nowMs: number) => {
    const body = JSON.stringify(anchor);
    const sent = await postSigned({ url, secret, body, idempotencyKey: hashOfAnchor(anchor), nowMs, allow });
    if (!sent.ok) throw new Error(`The receiver of audit anchors did not take one. ${sent.error}`);
  };
}
