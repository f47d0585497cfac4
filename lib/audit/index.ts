export * from "./auditRecord.ts";
export { appendAudit } from "./commands.ts";
export { listAudit } from "./queries.ts";
export type { AuditEvent, Author, Facts, Json } from "./types.ts";
