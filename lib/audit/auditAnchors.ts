import type { DatabaseClient } from "../db/client.ts";
import { type Anchor, hashOfAnchor } from "./anchor.ts";
import { appendToAnchorFile, readAnchorFile } from "./anchorFile.ts";
import { GENESIS_HASH } from "./eventHash.ts";
import { countEventsBetween, readChainHead } from "./queries.ts";

/** Names the lock under which anchors are written: processes that share a file write one after the other. "anch". */
const ANCHOR_LOCK = 0x616e6368;

/** Sends an anchor to a receiver elsewhere. Throws unless it was received: then it is sent again later. */
export type SendAnchor = (anchor: Anchor, nowMs: number) => Promise<void>;

export interface AnchorPlaces {
  readonly file: string | null;
  readonly send: SendAnchor | null;
}

/** Writes the head of the audit's chain outside the database, from time to time. One per process. */
export class AuditAnchors {
  readonly #database: DatabaseClient;
  readonly #places: AnchorPlaces;
  /** Where there is no file, what this process sent last; a new process begins a new row of anchors. */
  #sent: Anchor | null = null;

  constructor(database: DatabaseClient, places: AnchorPlaces) {
    this.#database = database;
    this.#places = places;
  }

  /**
   * Anchors the newest event, unless it is anchored already. Answers the anchor, or null when nothing was new. Throws when
   * the file cannot be written or the receiver did not take it; what was written to the file stays, and the sending is tried
   * again at the next call.
   */
  async anchor(nowMs: number): Promise<Anchor | null> {
    const { file, send } = this.#places;
    if (file === null && send === null) return null;
    const { anchor, isNew } = await this.#next(nowMs);
    if (anchor === null) return null;
    if (send !== null && (this.#sent === null || hashOfAnchor(this.#sent) !== hashOfAnchor(anchor))) {
      await send(anchor, nowMs);
      this.#sent = anchor;
    }
    return isNew ? anchor : null;
  }

  async #next(nowMs: number): Promise<{ readonly anchor: Anchor | null; readonly isNew: boolean }> {
    const { read } = this.#database.pools;
    const client = await read.connect();
    try {
      await client.query("select pg_advisory_lock($1)", [ANCHOR_LOCK]);
      const { file } = this.#places;
      const previous = file === null ? this.#sent : ((await readAnchorFile(file)).anchors.at(-1) ?? null);
      const head = await readChainHead(read);
      if (head === null || (previous?.eventId === head.eventId && previous.hash === head.hash))
        return { anchor: previous, isNew: false };
      const fresh = await countEventsBetween(read, previous?.eventId ?? "0", head.eventId);
      const anchor = {
        at: new Date(nowMs).toISOString(),
        ...head,
        count: (previous?.count ?? 0) + fresh,
        previousAnchorHash: previous === null ? GENESIS_HASH : hashOfAnchor(previous),
      };
      if (file !== null) await appendToAnchorFile(file, anchor);
      return { anchor, isNew: true };
    } finally {
      // Ends the session's lock with it, whatever state the connection is in.
      client.release(true);
    }
  }
}
