import { expect, test } from "vitest";
import { type Access, authorize, ROLES } from "./roles.ts";
import { formatTokenSecret, hashSecret, looksLikeSecret, visiblePrefix } from "./tokenSecret.ts";

test.each([
  ["open", ["ingest", "viewer", "operator", "approver", "admin"]],
  ["ingest", ["ingest", "admin"]],
  ["ingest_or_operator", ["ingest", "operator", "approver", "admin"]],
  ["viewer", ["viewer", "operator", "approver", "admin"]],
  ["operator", ["operator", "approver", "admin"]],
  ["approver", ["approver", "admin"]],
  ["admin", ["admin"]],
] satisfies [Access, string[]][])("%s is for %j and nobody else", (access, allowed) => {
  expect(ROLES.filter((role) => authorize(role, access))).toEqual(allowed);
});

test("a secret is all of its random bits, is known by its looks, and its prefix does not give it away", () => {
  const bytes = Uint8Array.from({ length: 32 }, (_, index) => index * 7);
  const secret = formatTokenSecret(bytes);
  expect(Buffer.from(secret.slice(5), "base64url")).toEqual(Buffer.from(bytes));
  expect(looksLikeSecret(secret)).toBe(true);
  for (const other of ["", "blst_", `${secret}x`, secret.slice(1), "blst_' or 1=1 --"])
    expect(looksLikeSecret(other)).toBe(false);
  expect(visiblePrefix(secret)).toHaveLength(11);
  expect(hashSecret(secret)).toHaveLength(32);
});
