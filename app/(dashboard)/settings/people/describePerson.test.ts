import { expect, test } from "vitest";
import { describeRegions, describeSignIn } from "./describePerson.ts";

test("no region is never the whole fleet in words either", () => {
  expect(describeRegions(null)).toBe("whole fleet");
  expect(describeRegions([])).toBe("no region");
  expect(describeRegions(["eastus", "westus"])).toBe("eastus, westus");
});

test.each([
  [{ disabledAt: "2026-03-02T12:00:00Z", isFromProvider: true }, "disabled"],
  [{ isFromProvider: true, hasPassword: false }, "single sign-on"],
  [{ mustChangePassword: true, hasSecondFactor: true }, "a first password"],
  [{ hasSecondFactor: true }, "password and code"],
  [{}, "password"],
])("%j signs in by: %s", (facts, words) => {
  const none = { disabledAt: null, isFromProvider: false, mustChangePassword: false, hasSecondFactor: false };
  expect(describeSignIn({ ...none, hasPassword: true, ...facts })).toBe(words);
});
