import {
  type AuditNames,
  type AuditRecord,
  findAuditEvent,
  listAudit,
  listLatestNames,
  type VerificationState,
} from "#lib/audit/index.ts";
import type { TimeRange } from "#lib/charts/index.ts";
import { pageApp } from "#lib/http/page.ts";
import { auditQueryOf, parseEventId } from "./auditFilter.ts";
import type { AuditParameters } from "./auditParameters.ts";

export interface AuditView {
  /** The newest first. */
  readonly events: readonly AuditRecord[];
  /** Where the next, older page begins; null on the last. */
  readonly olderThan: string | null;
  /** The event asked for by its number: null = none was, "missing" = there is no such event. */
  readonly opened: AuditRecord | "missing" | null;
  /** What the filters may suggest. */
  readonly names: AuditNames;
  /** The last verification, and what protects the events. */
  readonly verification: VerificationState;
  readonly readMs: number;
}

/** Everything that the Audit page shows. */
export async function loadAuditPage(parameters: AuditParameters, range: TimeRange): Promise<AuditView> {
  const { database, clock, auditVerifier } = await pageApp();
  const readMs = clock();
  const { prisma } = database;
  const openedId = parseEventId(parameters.event);
  const [page, opened, names, verification] = await Promise.all([
    listAudit(prisma, auditQueryOf(parameters, range, readMs)),
    openedId === null ? null : findAuditEvent(prisma, openedId),
    listLatestNames(prisma),
    auditVerifier.state(),
  ]);
  return {
    events: page.events,
    olderThan: page.nextCursor,
    opened: parameters.event === "" ? null : (opened ?? "missing"),
    names,
    verification,
    readMs,
  };
}
