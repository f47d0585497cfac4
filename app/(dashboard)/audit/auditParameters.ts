import { createLoader, parseAsString } from "nuqs/server";

/** What the Audit page keeps in the URL, besides the scope: exact filters, the place in the list, the event opened. */
export const AUDIT_PARSERS = {
  actor: parseAsString.withDefault(""),
  action: parseAsString.withDefault(""),
  /** The kind of thing: `setting`. */
  thing: parseAsString.withDefault(""),
  /** The thing's name: `limitP95 in westus`. */
  name: parseAsString.withDefault(""),
  /** All that one request did. */
  request: parseAsString.withDefault(""),
  /** The number of a plan. */
  plan: parseAsString.withDefault(""),
  /** A stamp that is touched. */
  stamp: parseAsString.withDefault(""),
  /** Words that stand anywhere in an event. */
  q: parseAsString.withDefault(""),
  /** Only events older than this one's number. */
  before: parseAsString.withDefault(""),
  /** The number of the event shown whole. */
  event: parseAsString.withDefault(""),
};

export const loadAuditParameters = createLoader(AUDIT_PARSERS);

export type AuditParameters = Awaited<ReturnType<typeof loadAuditParameters>>;
