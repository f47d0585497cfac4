import { expect, test } from "vitest";
import { IntakeFullError, IntakeGate, type IntakeLimits, type IntakePass } from "./intakeGate.ts";

const LIMITS: IntakeLimits = {
  bodiesOfOne: 4,
  bodies: 8,
  bytes: 1_000,
  bytesPerSecondOfOne: 100,
  holdMs: 0,
};

function gateWith(limits: Partial<IntakeLimits> = {}) {
  const clock = { nowMs: 0 };
  return { clock, gate: new IntakeGate({ ...LIMITS, ...limits }, () => clock.nowMs) };
}

function enter(gate: IntakeGate, sender: string): IntakePass {
  const pass = gate.tryEnter(sender);
  if (!pass.ok) throw new Error(pass.error.detail);
  return pass.value;
}

const countIn = (gate: IntakeGate, sender: string, tries: number) =>
  Array.from({ length: tries }, () => gate.tryEnter(sender)).filter((pass) => pass.ok).length;

test("one sender has so many bodies in work, however many it sends, and is told to come again", () => {
  const { gate } = gateWith();
  expect(countIn(gate, "greedy", 40)).toBe(4);
  expect(gate.tryEnter("greedy")).toMatchObject({
    ok: false,
    error: {
      code: "unavailable",
      retryAfterSeconds: 2,
      detail: expect.stringContaining("Nothing was stored"),
    },
  });
  expect(countIn(gate, "other", 40)).toBe(4);
});

test("whoever has none in work is let in although all places are taken, so far that twice as many are", () => {
  const { gate } = gateWith();
  for (const greedy of ["a", "b"]) expect(countIn(gate, greedy, 10)).toBe(4);
  for (let sender = 0; sender < 8; sender++) expect(countIn(gate, `quiet ${sender}`, 2)).toBe(1);
  expect(countIn(gate, "one too many", 1)).toBe(0);
});

test("senders share the places: who comes first is not let in again beyond its part", () => {
  const { gate } = gateWith();
  const first = Array.from({ length: 4 }, () => enter(gate, "first"));
  for (const sender of ["b", "c", "d"]) expect(countIn(gate, sender, 4)).toBeGreaterThan(0);
  for (const pass of first.slice(0, 3)) pass.leave();
  expect(countIn(gate, "first", 4)).toBeLessThanOrEqual(1);
});

test("a place that was left is free once, also when it is left twice", () => {
  const { gate } = gateWith({ bodiesOfOne: 1 });
  const pass = enter(gate, "a");
  pass.leave();
  pass.leave();
  expect(countIn(gate, "a", 5)).toBe(1);
});

test("bytes beyond what one may send a second are paid for by waiting, as long as they take to earn", () => {
  const { gate, clock } = gateWith();
  const pass = enter(gate, "a");
  pass.count(900);
  pass.leave();
  // Four seconds' worth was given: five are owed.
  expect(gate.tryEnter("a")).toMatchObject({
    ok: false,
    error: { code: "unavailable", retryAfterSeconds: 5 },
  });
  expect(gate.tryEnter("b").ok).toBe(true);
  clock.nowMs = 4_900;
  expect(gate.tryEnter("a").ok).toBe(false);
  clock.nowMs = 5_100;
  expect(gate.tryEnter("a").ok).toBe(true);
});

test("bodies that hold too much together are broken off, one alone never is, and what is left is free again", () => {
  const { gate } = gateWith({ bytesPerSecondOfOne: 1_000_000 });
  const large = enter(gate, "a");
  large.count(5_000);
  const other = enter(gate, "b");
  expect(() => other.count(1)).toThrow(IntakeFullError);
  large.leave();
  other.leave();
  const next = enter(gate, "b");
  next.count(999);
  expect(() => enter(gate, "c").count(2)).toThrow(IntakeFullError);
});

test("a refusal is held back, not for a client that has left", async () => {
  const { gate } = gateWith({ bodiesOfOne: 1, holdMs: 60_000 });
  enter(gate, "a");
  const client = new AbortController();
  const refused = gate.enter("a", client.signal);
  client.abort();
  expect((await refused).ok).toBe(false);
});
