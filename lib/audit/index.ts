export * from "./auditRecord.ts";
export { appendAudit } from "./commands.ts";
export { type AuditNames, findAuditEvent, listAudit, listLatestNames, readDomainVersion } from "./queries.ts";
export type { AuditEvent, Author, Facts, Json } from "./types.ts";
