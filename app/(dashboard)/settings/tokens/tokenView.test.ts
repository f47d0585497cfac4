import { expect, test } from "vitest";
import type { ApiTokenView } from "#lib/auth/apiToken.ts";
import { arrangeTokens, isLastAdmin, tokenState } from "./tokenView.ts";

const NOW = Date.UTC(2026, 10, 21, 14, 32, 10);
const iso = (offsetMs: number) => new Date(NOW + offsetMs).toISOString();
const token = (id: number, over: Partial<ApiTokenView> = {}): ApiTokenView => ({
  id,
  name: `token ${id}`,
  role: "viewer",
  region: null,
  prefix: "blst_abcdef",
  createdAt: iso(-1_000),
  createdBy: "cli",
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
  ...over,
});

test.each([
  ["without an end", {}, "usable"],
  ["with an end to come", { expiresAt: iso(1) }, "usable"],
  ["at its end", { expiresAt: iso(0) }, "expired"],
  ["revoked and past its end", { expiresAt: iso(-1), revokedAt: iso(-5) }, "revoked"],
] as const)("a token %s is %s", (_, over, state) => expect(tokenState(token(1, over), NOW)).toBe(state));

test("usable tokens stand first, then by name with numbers as numbers", () => {
  const tokens = [token(10), token(2), token(1, { revokedAt: iso(-1) }), token(3, { name: "token 2" })];
  expect(arrangeTokens(tokens, NOW).map(({ id }) => id)).toEqual([3, 2, 10, 1]);
});

test("the last usable token of an admin is known: others that ended, or are no admin’s, do not count", () => {
  const admin = token(1, { role: "admin" });
  const others = [
    token(2),
    token(3, { role: "admin", revokedAt: iso(-1) }),
    token(4, { role: "admin", expiresAt: iso(-1) }),
  ];
  expect(isLastAdmin([admin, ...others], admin, NOW)).toBe(true);
  expect(isLastAdmin([admin, token(5, { role: "admin" })], admin, NOW)).toBe(false);
  expect(isLastAdmin([admin, ...others], token(2), NOW)).toBe(false);
});
