import { expect, test } from "vitest";
import { networkOf, SignInLimits } from "./signInLimits.ts";

test.each([
  ["203.0.113.9", "203.0.113.9"],
  ["2001:db8:1:2:3:4:5:6", "20010db800010002::/64"],
  ["2001:db8:1:2::ffff", "20010db800010002::/64"],
  ["2001:db8:1:3::ffff", "20010db800010003::/64"],
  ["unknown", "unknown"],
])("%s is counted as %s", (address, counted) => {
  expect(networkOf(address)).toBe(counted);
});

test("many attempts at once are no way around, and what was right is not counted", async () => {
  const limits = new SignInLimits(5);
  const attempt = { account: "ada@example.com", address: "203.0.113.9" };
  const answers = await Promise.all(Array.from({ length: 20 }, () => limits.take(attempt)));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(5);
  const other = { ...attempt, address: "203.0.113.10" };
  for (let round = 0; round < 60; round += 1) {
    expect((await limits.take(other)).ok).toBe(true);
    await limits.forgive(other);
  }
});

test("one account is held back at last, from however many addresses it is tried", async () => {
  const limits = new SignInLimits(3);
  const tried = [];
  for (let host = 0; host < 40; host += 1)
    tried.push(await limits.take({ account: "ada@example.com", address: `198.51.100.${host}` }));
  expect(tried.findIndex(({ ok }) => !ok)).toBe(30);
  expect((await limits.take({ account: "ines@example.com", address: "198.51.100.1" })).ok).toBe(true);
});
