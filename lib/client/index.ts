export type * from "./api.ts";
export { type ApiAccess, type ApiClient, createApiClient } from "./createApiClient.ts";
export { type ApiDocument, writeClientTypes } from "./writeClientTypes.ts";
