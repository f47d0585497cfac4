import { z } from "zod";

/**
 * What has no shape of its own, so that two names could look the same and be two, or read otherwise than they are: control
 * characters, marks that turn the direction of text, zero-width and other ignorable ones, spaces but the common one.
 */
const UNSEEN = String.raw`\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000`;
const UNSEEN_ERROR = "must not hold characters that cannot be seen or that turn the direction of text";
const UNSEEN_ONE = new RegExp(`[${UNSEEN}]`, "u");

/** What is harmful in prose: control characters but tab and line ends, and marks that turn the direction of what follows. */
const HARMFUL_ONE = /(?![\t\n\r])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** Whether every character of a name shows. */
export function isVisible(name: string): boolean {
  return !UNSEEN_ONE.test(name);
}

/**
 * A name as people read it, beside which they approve and act: every character shows, and what looks the same is the same
 * (Unicode form NFC). `except`: further characters that it must not hold.
 */
export function visibleNameSchema(
  most: number,
  except?: { readonly characters: string; readonly error: string },
) {
  const name = z.string().min(1).max(most);
  const pattern = new RegExp(`^[^${UNSEEN}${except?.characters ?? ""}]*$`, "u");
  return name
    .regex(pattern, {
      error:
        except === undefined
          ? UNSEEN_ERROR
          : `${except.error}, ${UNSEEN_ERROR.slice("must not hold ".length)}`,
    })
    .refine((text) => text.normalize() === text, {
      error:
        "must be written in Unicode form NFC: one character where there is one for a letter with its accent",
    });
}

/**
 * Why text of any kind is refused, to follow the name of its field; null = it may be kept. It holds what no database and no
 * file would give back as it came (a NUL character, half of a surrogate pair), what a terminal or a log would obey, or what
 * turns the direction of the text after it.
 */
export function whyRefusedText(text: string): string | null {
  if (!text.isWellFormed()) return "holds half of a surrogate pair: send whole characters";
  const code = HARMFUL_ONE.exec(text)?.[0].codePointAt(0);
  if (code === undefined) return null;
  const what = code < 0xa0 ? "the control character" : "a mark that turns the direction of text,";
  return `holds ${what} U+${code.toString(16).toUpperCase().padStart(4, "0")}: leave it out`;
}
