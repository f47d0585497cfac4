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
