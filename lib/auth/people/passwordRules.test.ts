import fc from "fast-check";
import { expect, test } from "vitest";
import { judgePassword, LONGEST_PASSWORD } from "./passwordRules.ts";

const OWNER = { email: "ada.lovelace@example.com", name: "Ada Lovelace" };
const judge = (password: string) => judgePassword(password, OWNER);

test.each([
  ["eleven chars", null],
  ["elevenchars", "at least 12 characters; this one has 11"],
  ["", "at least 12"],
  ["Password2026!", "first to be tried"],
  ["P@ssw0rd12345", "first to be tried"],
  ["qwertyuiop123", "first to be tried"],
  ["correct horse battery staple", "first to be tried"],
  ["123456789012345", "first to be tried"],
  ["aaaaaaaaaaaaaaaaaaaa", "again and again"],
  ["abababababababab", "again and again"],
  ["Lovelace and more", "name or e-mail"],
  ["x-ADA.LOVELACE-x1", "name or e-mail"],
  ["x".repeat(10) + "y".repeat(3), "again and again"],
  ["seven quiet lighthouses", null],
  ["k7mpq-xw2rd-9hjtv-4bnca", null],
  ["Übergrößenträger am Kai", null],
])("%j: %s", (password, wrong) => {
  if (wrong === null) expect(judge(password)).toBeNull();
  else expect(judge(password)).toContain(wrong);
});

test("the longest is 128, and nothing longer is looked at any further", () => {
  const letters = "the long way home leads past seven quiet lighthouses and on ";
  expect(judge(letters.repeat(3).slice(0, LONGEST_PASSWORD))).toBeNull();
  expect(judge(letters.repeat(3).slice(0, LONGEST_PASSWORD + 1))).toContain("at most 128");
});

test("what is random and long enough is never refused", () => {
  const letters = fc.string({
    unit: fc.constantFrom(..."bcdfghjkmnpqrtvwxz2689"),
    minLength: 20,
    maxLength: 40,
  });
  fc.assert(
    fc.property(letters, (password) => {
      fc.pre(new Set(password).size > 8);
      expect(judge(password)).toBeNull();
    }),
  );
});
