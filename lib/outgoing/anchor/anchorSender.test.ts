import { afterEach, expect, test } from "vitest";
import { type Receiver, startReceiver } from "../receiverForTests.ts";
import { anchorSender } from "./commands.ts";

const SECRET = "a secret of some length";
const NOW_MS = Date.UTC(2026, 10, 21);
const anchor = {
  ...{ at: "2026-11-21T00:00:00.000Z", eventId: "3", hash: "a".repeat(64), count: 3 },
  previousAnchorHash: "0".repeat(64),
};

let receiver: Receiver | undefined;
afterEach(async () => {
  await receiver?.close();
});

async function send(allow: readonly string[]): Promise<Receiver> {
  receiver = await startReceiver(SECRET);
  await anchorSender({ url: receiver.url, secret: SECRET, allow })?.(anchor, NOW_MS);
  return receiver;
}

test("an anchor is sent as it stands in the file, signed, under its own hash as key", async () => {
  const { received } = await send(["127.0.0.0/8"]);
  expect(received).toMatchObject([{ json: anchor, isSigned: true }]);
  expect(received[0]?.headers["idempotency-key"]).toMatch(/^[0-9a-f]{64}$/);
});

test("an address that is not public is refused unless it is allowed, in words that do not hold it", async () => {
  const refused = send([]);
  await expect(refused).rejects.toThrow(/this machine itself.*BALLAST_OUTGOING_ALLOW/);
  await expect(refused).rejects.not.toThrow("127.0.0.1");
  expect(receiver?.received).toEqual([]);
});

test("an answer that is no success throws, so that it is sent again", async () => {
  receiver = await startReceiver(SECRET);
  receiver.answers.push(503);
  const own = anchorSender({ url: receiver.url, secret: SECRET, allow: ["127.0.0.0/8"] });
  await expect(own?.(anchor, NOW_MS)).rejects.toThrow("answered 503");
  await own?.(anchor, NOW_MS);
  expect(receiver.received).toHaveLength(2);
});

test("without a receiver nothing is sent", () => {
  expect(anchorSender(null)).toBeNull();
});
