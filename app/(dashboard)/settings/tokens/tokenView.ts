import type { ApiTokenView } from "#lib/auth/apiToken.ts";
import type { Role } from "#lib/auth/roles.ts";

export type TokenState = "usable" | "expired" | "revoked";

/** Whether a token opens anything at an instant. Revoked says more than expired. */
export function tokenState(token: Pick<ApiTokenView, "expiresAt" | "revokedAt">, nowMs: number): TokenState {
  if (token.revokedAt !== null) return "revoked";
  return token.expiresAt !== null && Date.parse(token.expiresAt) <= nowMs ? "expired" : "usable";
}

/** Usable ones first, then by name, the newest of a name first. */
export function arrangeTokens(tokens: readonly ApiTokenView[], nowMs: number): ApiTokenView[] {
  const rank = (token: ApiTokenView) => (tokenState(token, nowMs) === "usable" ? 0 : 1);
  return tokens.toSorted(
    (one, other) =>
      rank(one) - rank(other) ||
      one.name.localeCompare(other.name, "en", { numeric: true }) ||
      other.id - one.id,
  );
}

/** Whether nobody could administer any more without it, but on the server itself. */
export function isLastAdmin(tokens: readonly ApiTokenView[], token: ApiTokenView, nowMs: number): boolean {
  const usable = tokens.filter((one) => one.role === "admin" && tokenState(one, nowMs) === "usable");
  return usable.length === 1 && usable[0]?.id === token.id;
}

/** What each role is for. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  ingest: "sends telemetry and signals, and reads nothing",
  viewer: "reads everything, changes nothing",
  operator: "puts inventory, drafts plans, starts phases, presses the freeze",
  approver: "what an operator may, and approves plans, lifts the freeze",
  admin: "everything, with settings and tokens",
};

/** How long a new token holds, in days; null = until it is revoked. */
export const LIFETIMES = [
  { value: "30", label: "30 days", days: 30 },
  { value: "90", label: "90 days", days: 90 },
  { value: "365", label: "365 days", days: 365 },
  { value: "never", label: "until revoked", days: null },
] as const;
