import { expect, test } from "vitest";
import { GENESIS_HASH, hashOfEvent } from "./eventHash.ts";
import { sealEvidence, verifyEvidence } from "./verifyEvidence.ts";

const event = {
  id: "7",
  at: "2026-03-02T12:00:00.000Z",
  actor: "ada",
  actorRole: "approver",
  action: "plan.approved",
  thing: "plan",
  thingName: "1@1",
  before: { state: "submitted" },
  after: { state: "approved" },
  reason: null,
  requestId: null,
  context: { plan: 1 },
};
const written = {
  ...event,
  previousHash: GENESIS_HASH,
  hash: hashOfEvent({ ...event, prevHash: GENESIS_HASH }),
};
const pack = sealEvidence({ format: "test", plan: { id: 1, share: 0.1 }, audit: [written] });
/** As it comes back from a file. */
const read = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test("a pack that was handed out is intact, whatever the order of its fields", () => {
  const turned = Object.fromEntries(Object.entries(pack).reverse());
  for (const one of [pack, turned])
    expect(verifyEvidence(read(one))).toMatchObject({
      isIntact: true,
      events: [{ id: "7", hash: written.hash }],
    });
});

test.each<[string, unknown]>([
  ["a field", { ...pack, plan: { id: 1, share: 0.2 } }],
  ["a field that was added", { ...pack, more: 1 }],
  ["an event left out", { ...pack, audit: [] }],
])("%s that was changed is found by the digest", (_, changed) => {
  expect(verifyEvidence(read(changed))).toMatchObject({ isIntact: false });
});

test("an event that was changed before the digest was made anew is found by its own hash", () => {
  const { digest: _, ...rest } = pack;
  const forged = sealEvidence({ ...rest, audit: [{ ...written, actor: "eve" }] });
  expect(verifyEvidence(read(forged)).sentence).toContain("Event 7");
});

test("what is no pack is said to be none", () => {
  for (const one of [null, 1, {}, { digest: "x" }]) expect(verifyEvidence(one).isIntact).toBe(false);
});
