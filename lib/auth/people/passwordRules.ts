import { isCommonPassword } from "./commonPasswords.ts";

export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 128;

/** Whose password it is to be: what everybody knows of them is no secret. */
export interface PasswordOwner {
  readonly email: string;
  readonly name: string;
}

/** Shorter parts of a name stand in too many good passwords by chance. */
const SHORTEST_PART = 4;
/** A password of fewer letters and digits than this, however often repeated, is no more than those. */
const FEWEST_DIFFERENT = 5;

/**
 * What is wrong with a new password, or null. As NIST SP 800-63B has it: long enough, not among those that everybody
 * tries, nothing that is known of the owner; no rules about kinds of characters, no end of its validity.
 */
export function judgePassword(password: string, owner: PasswordOwner): string | null {
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD)
    return `A password has at least ${SHORTEST_PASSWORD} characters; this one has ${length}.`;
  if (password.length > LONGEST_PASSWORD) return `A password has at most ${LONGEST_PASSWORD} characters.`;
  const plain = password.normalize("NFKC").toLowerCase();
  if (new Set(plain).size < FEWEST_DIFFERENT)
    return "This password is a few characters again and again: it is among the first to be tried.";
  if (isCommonPassword(plain)) return "This password is among the first to be tried: choose another.";
  const known = knownParts(owner).find((part) => plain.includes(part));
  if (known !== undefined) return `A password must not hold the name or e-mail of its owner ("${known}").`;
  return null;
}

function knownParts({ email, name }: PasswordOwner): readonly string[] {
  const [local = ""] = email.toLowerCase().split("@");
  const parts = [
    email.toLowerCase(),
    local,
    ...local.split(/[^\p{L}\p{N}]+/u),
    ...name.toLowerCase().split(/\s+/),
  ];
  return parts.filter((part) => part.length >= SHORTEST_PART);
}
