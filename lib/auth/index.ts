export * from "./apiToken.ts";
export { createApiToken, endSession, revokeApiToken, type StartedSession, startSession } from "./commands.ts";
export { authenticate, forgetVerified, listApiTokens } from "./queries.ts";
export { type Access, authorize, type Caller, ROLES, type Role } from "./roles.ts";
