import type { Clock } from "../core/index.ts";
import type { DatabaseClient } from "../db/client.ts";
import { type AuditProtection, readAuditProtection } from "./queries.ts";
import type { Verification, VerificationState } from "./verification.ts";
import { verifyAudit } from "./verifyAudit.ts";

export interface AnchoringFacts {
  readonly file: string | null;
  readonly hasWebhook: boolean;
  readonly everyMinutes: number;
}

/** Verifies the audit when asked, one verification at a time, and remembers what the last one found. One per process. */
export class AuditVerifier {
  readonly #database: DatabaseClient;
  readonly #clock: Clock;
  readonly #anchoring: AnchoringFacts;
  #last: Verification | null = null;
  #running: Promise<Verification> | null = null;

  constructor(database: DatabaseClient, clock: Clock, anchoring: AnchoringFacts) {
    this.#database = database;
    this.#clock = clock;
    this.#anchoring = anchoring;
  }

  /** Whoever asks while one is under way is answered by that one. */
  async verify(): Promise<Verification> {
    this.#running ??= verifyAudit(this.#database.prisma, {
      anchorFile: this.#anchoring.file,
      nowMs: this.#clock(),
    }).finally(() => {
      this.#running = null;
    });
    this.#last = await this.#running;
    return this.#last;
  }

  async state(): Promise<VerificationState> {
    const protection = await readAuditProtection(this.#database.pools.read);
    const { file, hasWebhook, everyMinutes } = this.#anchoring;
    return {
      last: this.#last,
      protection,
      protectionSentence: PROTECTION_SENTENCES[protection],
      anchoring: {
        file: file !== null,
        webhook: hasWebhook,
        everyMinutes,
        sentence: anchoringSentence(this.#anchoring),
      },
    };
  }
}

/** What protects the events, in words. */
export const PROTECTION_SENTENCES: Readonly<Record<AuditProtection, string>> = {
  role: "The application works as a database role that can read and append audit events, and cannot change or remove them; a trigger refuses it to everyone else.",
  trigger:
    "Audit events are protected by a trigger only: the database’s user may not make roles, so the application works as the owner of the table, who could take the trigger off. Let an administrator make the role ballast_app and grant it to that user, then start again.",
  none: "Nothing in the database keeps audit events from being changed: the trigger that refuses it is gone or switched off.",
};

function anchoringSentence({ file, hasWebhook, everyMinutes }: AnchoringFacts): string {
  const places = [
    ...(file === null ? [] : ["a file beside the database"]),
    ...(hasWebhook ? ["a receiver elsewhere"] : []),
  ];
  if (places.length === 0)
    return "The head of the chain is written nowhere outside the database, so that the newest events could be cut off unnoticed: set BALLAST_AUDIT_ANCHOR_FILE or BALLAST_AUDIT_ANCHOR_URL.";
  return `The head of the chain is written to ${places.join(" and to ")} every ${everyMinutes} minutes and when the application stops.`;
}
