import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/** What a sealed text begins with; nothing that is given by people may. */
export const SEALED_PREFIX = "sealed:v1:";
const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What is sealed: a text cannot be put in the place of another kind. */
export type Sealed = "channel secret" | "channel address" | "pull secret" | "pull address";

/**
 * A text as it is stored: AES-256-GCM under the SHA-256 of the key, a nonce of its own each time; as it is where there is no key
 * (null).
 */
export function sealText(key: string | null, what: Sealed, text: string): string {
  if (key === null) return text;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(key), nonce).setAAD(Buffer.from(what));
  const body = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${SEALED_PREFIX}${body.toString("base64url")}`;
}

/** The text of what is stored; one that was stored without a key is itself. Null = the key is another, or it was changed. */
export function openSealed(key: string | null, what: Sealed, stored: string): string | null {
  if (!stored.startsWith(SEALED_PREFIX)) return stored;
  if (key === null) return null;
  const body = Buffer.from(stored.slice(SEALED_PREFIX.length), "base64url");
  if (body.length < NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, keyOf(key), body.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(what))
    .setAuthTag(body.subarray(-TAG_BYTES));
  try {
    const text = decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

/** Whatever its length, 32 bytes. The key is random (`npm run up` makes one), so that nothing slower is needed. */
function keyOf(key: string): Buffer {
  return createHash("sha256").update(key, "utf8").digest();
}
