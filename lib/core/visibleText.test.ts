import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { visibleNameSchema, whyRefusedText } from "./visibleText.ts";

const name = visibleNameSchema(20);
const accepts = (text: string) => name.safeParse(text).success;

describe("a name", () => {
  test.each([
    "wus-a",
    "a b",
    "Zürich",
    "東京",
    "مرحبا",
    "שלום",
    "😀",
    "<b>",
    "=1+1",
    "'; --",
    "100 %",
    "a?b#c&d",
  ])("may be %j", (text) => expect(accepts(text)).toBe(true));

  test.each([
    ["nothing", ""],
    ["a control character", "a\u0007b"],
    ["a line end", "a\nb"],
    ["one of the second set of control characters", "a\u0085b"],
    ["a mark that turns the direction", "a\u202eb"],
    ["an isolate", "a\u2066b"],
    ["a space of no width", "a\u200bb"],
    ["a joiner", "a\u200db"],
    ["a byte order mark", "\ufeffa"],
    ["a soft hyphen", "a\u00adb"],
    ["a variation selector", "a\ufe0f"],
    ["a filler", "a\u3164b"],
    ["a tag", "a\u{e0041}"],
    ["a space that does not break", "a\u00a0b"],
    ["an ideographic space", "a\u3000b"],
    ["a line separator", "a\u2028b"],
    ["an accent beside its letter", "e\u0301"],
    ["half of a surrogate pair", "\ud83d"],
    ["too much", "x".repeat(21)],
  ])("is not %s: %j", (_, text) => expect(accepts(text) && whyRefusedText(text) === null).toBe(false));

  test("that is accepted is the only one that looks as it does, as far as Unicode's forms say", () => {
    const looksOf = (text: string) => text.normalize("NFC").replaceAll(/[\p{Cf}\p{DI}]/gu, "");
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 12 }), (text) => {
        fc.pre(accepts(text));
        expect(looksOf(text)).toBe(text);
      }),
    );
  });
});

test("prose keeps its lines, and is refused with the character that harms", () => {
  for (const kept of ["two\r\n\tlines", "نص عربي\u200f", "👩\u200d🚀", "a\u00a0b", ""])
    expect(whyRefusedText(kept)).toBeNull();
  expect(whyRefusedText("a\u0000")).toContain("U+0000");
  expect(whyRefusedText("a\u001b[31m")).toContain("U+001B");
  expect(whyRefusedText("a\u202e")).toContain("U+202E");
  expect(whyRefusedText("a\udc00")).toContain("surrogate");
});
