import { createHash } from "node:crypto";
import { canonicalJson } from "./canonicalJson.ts";

/** What the first event, and the first anchor, has before it. */
export const GENESIS_HASH = "0".repeat(64);

/** Everything stored of an event but its own hash. */
export interface HashedEvent {
  /** Decimal. */
  readonly id: string;
  /** ISO, UTC, milliseconds. */
  readonly at: string;
  readonly actor: string;
  readonly actorRole: string;
  readonly action: string;
  readonly thing: string;
  readonly thingName: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string | null;
  readonly requestId: string | null;
  readonly context: unknown;
  /** Of the event before, or `GENESIS_HASH`. */
  readonly prevHash: string;
}

/**
 * SHA-256, in hex, of the event's canonical form: one object of the fields above, those that are null left out. So a field
 * that is added to events later changes no hash of an event that lacks it.
 */
export function hashOfEvent(event: HashedEvent): string {
  const { id, at, actor, actorRole, action, thing, thingName, prevHash } = event;
  return sha256OfCanonical({
    ...{ id, at, actor, actorRole, action, thing, thingName, prevHash },
    before: event.before ?? undefined,
    after: event.after ?? undefined,
    reason: event.reason ?? undefined,
    requestId: event.requestId ?? undefined,
    context: event.context ?? undefined,
  });
}

export function sha256OfCanonical(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value), "utf8").digest("hex");
}
