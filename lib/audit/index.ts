export { type Anchor, hashOfAnchor } from "./anchor.ts";
export { type AnchorPlaces, AuditAnchors, type SendAnchor } from "./auditAnchors.ts";
export * from "./auditRecord.ts";
export { AuditVerifier, PROTECTION_SENTENCES } from "./auditVerifier.ts";
export { appendAudit, chainEarlierEvents } from "./commands.ts";
export {
  type AuditNames,
  type AuditProtection,
  findAuditEvent,
  findHandOut,
  listAudit,
  listLatestNames,
  readAuditProtection,
} from "./queries.ts";
export type { AuditContext, AuditEvent, Author, Facts, Json } from "./types.ts";
export * from "./verification.ts";
export { verifyAudit } from "./verifyAudit.ts";
export { type EvidenceFinding, sealEvidence, verifyEvidence } from "./verifyEvidence.ts";
export { DomainKeeper, domainVersionOf } from "./version/queries.ts";
