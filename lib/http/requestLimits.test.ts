import { expect, test } from "vitest";
import { RequestLimits } from "./requestLimits.ts";

test("a caller may ask so many times a minute and no more, and others are not held back by it", async () => {
  const limits = new RequestLimits({ requestsPerMinute: 5, failuresPerMinute: 1 });
  for (let request = 0; request < 5; request++) expect((await limits.take("1")).ok).toBe(true);
  const refused = await limits.take("1");
  if (refused.ok) throw new Error("the sixth was let in");
  expect(refused.error).toMatchObject({
    code: "too_often",
    detail: expect.stringContaining("5 requests a minute"),
  });
  const seconds = refused.error.retryAfterSeconds;
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect((await limits.take("2")).ok).toBe(true);
});

test("an address that is wrong too often is told so, and another is not", async () => {
  const limits = new RequestLimits({ requestsPerMinute: 1, failuresPerMinute: 2 });
  for (let failure = 0; failure < 2; failure++)
    expect((await limits.noteFailure("203.0.113.9")).ok).toBe(true);
  expect(await limits.noteFailure("203.0.113.9")).toMatchObject({ ok: false, error: { code: "too_often" } });
  expect((await limits.noteFailure("203.0.113.10")).ok).toBe(true);
});

test("an address may send so many requests a minute, whoever asks there, and of version 6 a whole /64 is one", async () => {
  const limits = new RequestLimits({
    requestsPerMinute: 1,
    failuresPerMinute: 1,
    addressRequestsPerMinute: 3,
  });
  for (const host of ["2001:db8::1", "2001:db8::2", "2001:db8:0:0:ffff::3"])
    expect((await limits.takeFrom(host)).ok).toBe(true);
  const refused = await limits.takeFrom("2001:db8::4");
  expect(refused).toMatchObject({ ok: false, error: { code: "too_often" } });
  if (!refused.ok) expect(refused.error.retryAfterSeconds).toBeGreaterThan(0);
  expect((await limits.takeFrom("2001:db8:0:1::1")).ok).toBe(true);
  for (let request = 0; request < 3; request++) expect((await limits.takeFrom("203.0.113.9")).ok).toBe(true);
  expect((await limits.takeFrom("203.0.113.9")).ok).toBe(false);
  expect((await limits.takeFrom("203.0.113.10")).ok).toBe(true);
});

test("secrets from an address that was wrong too often are looked up one at a time, and others' as they come", async () => {
  const limits = new RequestLimits({ requestsPerMinute: 1, failuresPerMinute: 1 });
  const guesser = { caller: "203.0.113.9", signal: new AbortController().signal };
  const other = { ...guesser, caller: "203.0.113.10" };
  await limits.noteFailure(guesser.caller);
  let atOnce = 0;
  let most = 0;
  const ends: (() => void)[] = [];
  const lookUp = async () => {
    most = Math.max(most, ++atOnce);
    await new Promise<void>((resolve) => ends.push(resolve));
    atOnce--;
    return "found";
  };
  const guesses = Array.from({ length: 100 }, () => limits.lookUp(lookUp, guesser));
  const settled = Promise.all(guesses);
  let isSettled = false;
  void settled.then(() => {
    isSettled = true;
  });
  expect(await limits.lookUp(async () => "at once", other)).toEqual({ ok: true, value: "at once" });
  while (!isSettled) {
    for (const end of ends.splice(0)) end();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(most).toBe(1);
  const answers = await settled;
  // A right one that comes in its turn is let in.
  expect(answers.filter((answer) => answer.ok).length).toBeGreaterThan(0);
  const refused = answers.filter((answer) => !answer.ok);
  expect(refused.length).toBeGreaterThan(50);
  for (const answer of refused) expect(answer).toMatchObject({ error: { code: "too_often" } });
});
