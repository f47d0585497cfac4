import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compilePattern } from "./compilePattern.ts";

/** As JavaScript itself matches from end to end. */
const byJavaScript = (pattern: string, text: string) => {
  const found = new RegExp(`^(?:${pattern})$`, "u").exec(text);
  return found === null ? null : [...found];
};

/** Groups that took part: one that did not is nothing, whether it is counted at the end or not. */
const texts = (found: readonly (string | undefined)[] | null | undefined) =>
  found
    ?.map((one) => one ?? "")
    .join("|")
    .replace(/\|+$/, "") ?? null;

describe("a pattern of a name rule", () => {
  test.each([
    ["(.+)", "wus-a"],
    ["(.+)", ""],
    ["(.+)", "two\nlines"],
    ["(.+)", "größe 😀"],
    ["([^:]+)(?::\\d+)?", "node7:9100"],
    ["([^:]+)(?::\\d+)?", "node7"],
    ["(wus|eus)-(\\w{1,3})(?:-.*)?", "eus-a-3"],
    ["(a|ab)(c|bcd)(d*)", "abcd"],
    ["(.*?)-(.*)", "a-b-c"],
    ["(.*)-(.*)", "a-b-c"],
    ["^(?<stamp>[\\p{L}-]+)$", "größe-ß"],
    ["[\\]\\-a]+", "]-a"],
    ["x{2,3}y{2}z{1,}", "xxyyz"],
    ["(?:😀|b)+", "😀b😀"],
    ["\\u0041\\x42\\.", "AB."],
    ["", ""],
    ["a||b", ""],
    ["(a*)*", "aaa"],
    ["a", "ab"],
  ])("%s reads %s as JavaScript does", (pattern, text) => {
    expect(texts(compilePattern(pattern)?.(text))).toEqual(texts(byJavaScript(pattern, text)));
  });

  test("whatever it is made of, takes the texts that JavaScript takes", () => {
    const atom = fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "\\w", "\\d");
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 3 },
        atom,
        fc.tuple(tie("pattern"), tie("pattern")).map(([one, other]) => `${one}${other}`),
        fc.tuple(tie("pattern"), tie("pattern")).map(([one, other]) => `(?:${one}|${other})`),
        fc
          .tuple(tie("pattern"), fc.constantFrom("*", "+", "?", "{2}", "{1,3}", "*?", "+?", "??"))
          .map(([one, times]) => `(${one})${times}`),
      ),
    }));
    fc.assert(
      fc.property(pattern, fc.stringMatching(/^[ab1]{0,7}$/), (made, text) => {
        const own = compilePattern(made)?.(text) ?? null;
        expect(own !== null).toBe(byJavaScript(made, text) !== null);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ["a?".repeat(60) + "a".repeat(60), "a".repeat(59)],
    ["(a?){50}a{50}", "a".repeat(49)],
    ["(?:a|a)*b", "a".repeat(1_999)],
    ["(?:a+)+b", "a".repeat(1_999)],
    [".*.*.*.*.*.*.*.*.*b", "a".repeat(1_999)],
    ["(?:\\w|\\d)+!", "1".repeat(1_999)],
  ])("%s, which JavaScript would try for ever, is told at once not to match", (pattern, text) => {
    expect(compilePattern(pattern)?.(text)).toBeNull();
  });

  test.each(["(?=a)a", "(?<!a)b", "(a)\\1", "\\bx", "(?<n>a)\\k<n>", "(?:a{100}){100}", "a{2000}"])(
    "%s is none: it looks elsewhere, or comes to too much",
    (pattern) => {
      expect(compilePattern(pattern)).toBeNull();
    },
  );

  test("a text that is longer than any name has none", () => {
    expect(compilePattern("(.+)")?.("a".repeat(2_001))).toBeNull();
  });
});
