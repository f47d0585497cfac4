import { expect, test } from "vitest";
import type { ControlRequest } from "#lib/outgoing/control/controlAnswer.ts";
import { describeRequest, summarizeControl } from "./controlWords.ts";

const NOW = Date.UTC(2026, 2, 2, 12);
const request: ControlRequest = {
  id: 1,
  plan: 7,
  version: 1,
  planName: "Isolate",
  phase: 1,
  move: 12,
  registry: "contoso",
  region: "westus",
  from: "wus-a",
  to: "wus-b",
  isBack: false,
  moveState: "pending",
  state: "waiting",
  attempts: 0,
  polls: 0,
  askedAt: "2026-03-02T11:59:00.000Z",
  nextAt: "2026-03-02T12:01:00.000Z",
  doneAt: null,
  lastStatus: null,
  lastError: null,
};

test("what became of a request is told by what is recorded here, before anything that the control plane said", () => {
  const told = (over: Partial<ControlRequest>) => describeRequest({ ...request, ...over }, NOW);
  expect(told({})).toMatch(/^To be sent .*12:01 UTC\.$/);
  expect(told({ attempts: 2, lastError: "It answered 503." })).toMatch(/after 2 .* It answered 503\.$/);
  expect(told({ state: "sent" })).toBe("Received; its call is awaited.");
  expect(told({ state: "sent", moveState: "bound" })).toBe("Recorded as done.");
  expect(told({ state: "sent", moveState: "bound", isBack: true })).toBe("Received; its call is awaited.");
  expect(told({ state: "polling", polls: 1 })).toMatch(/so far once\.$/);
  expect(told({ state: "refused", lastError: "It says no." })).toBe("Not done. It says no.");
});

test("the summary says where requests go and how many are left to a person", () => {
  const of = (...states: ControlRequest["state"][]) =>
    summarizeControl({
      receiver: "https://cp.example",
      requests: states.map((state) => ({ ...request, state })),
    });
  expect(of()).toBe("Homes are asked of https://cp.example; nothing is open.");
  expect(of("sent", "refused")).toMatch(/2 of the last 2 are open, 1 of them left to a person\.$/);
});
