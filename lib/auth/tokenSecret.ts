import { createHash } from "node:crypto";

/** Recognisable, so that secret scanners and people know one when they see it. */
const TOKEN_PREFIX = "blst_";
const SESSION_PREFIX = "blss_";
export const SECRET_BYTES = 32;
const SECRET_PATTERN = /^bls[ts]_[A-Za-z0-9_-]{43}$/;

/** 256 random bits as a token's secret. The bytes come from outside. */
export function formatTokenSecret(random: Uint8Array): string {
  return TOKEN_PREFIX + Buffer.from(random).toString("base64url");
}

export function formatSessionSecret(random: Uint8Array): string {
  return SESSION_PREFIX + Buffer.from(random).toString("base64url");
}

/** What is too short or has a strange letter was never a secret of ours: no need to ask the database. */
export function looksLikeSecret(text: string): boolean {
  return SECRET_PATTERN.test(text);
}

/** SHA-256 is enough for 256 random bits: there is nothing to guess that a slow hash would protect. */
export function hashSecret(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(secret).digest());
}

/** What a list may show of a secret: 36 of its 256 bits. */
export function visiblePrefix(secret: string): string {
  return secret.slice(0, TOKEN_PREFIX.length + 6);
}
