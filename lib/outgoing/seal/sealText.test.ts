import fc from "fast-check";
import { expect, test } from "vitest";
import { openSealed, SEALED_PREFIX, sealText } from "./sealText.ts";

const KEY = "a key of thirty-two characters or more";

test("what was sealed is opened by its key, and is another text each time", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ minLength: 1 }), (text, key) => {
      const sealed = sealText(key, "channel secret", text);
      expect(openSealed(key, "channel secret", sealed)).toBe(text.toWellFormed());
      expect(sealText(key, "channel secret", text)).not.toBe(sealed);
      expect(sealed.startsWith(SEALED_PREFIX)).toBe(true);
    }),
  );
});

test("it is not opened by another key, by none, in another's place, or with any one letter changed", () => {
  const sealed = sealText(KEY, "channel secret", "a secret of some length");
  expect(sealed).not.toContain("secret of some");
  expect(openSealed(`${KEY}x`, "channel secret", sealed)).toBeNull();
  expect(openSealed(null, "channel secret", sealed)).toBeNull();
  expect(openSealed(KEY, "channel address", sealed)).toBeNull();
  // The last letter holds bits that no byte needs.
  for (let at = SEALED_PREFIX.length; at < sealed.length - 1; at++) {
    const other = sealed[at] === "A" ? "B" : "A";
    expect(openSealed(KEY, "channel secret", sealed.slice(0, at) + other + sealed.slice(at + 1))).toBeNull();
  }
  expect(openSealed(KEY, "channel secret", SEALED_PREFIX)).toBeNull();
});

test("without a key a text is stored as it is, and read so with a key as well", () => {
  expect(sealText(null, "channel secret", "as it is")).toBe("as it is");
  expect(openSealed(KEY, "channel secret", "as it is")).toBe("as it is");
});
