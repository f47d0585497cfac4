import fc from "fast-check";
import { expect, test } from "vitest";
import { type GroupableEvent, groupEvents } from "./groupEvents.ts";

const event = (over: Partial<GroupableEvent> = {}): GroupableEvent => ({
  at: "2026-11-21T14:32:10.000Z",
  actor: "admin",
  action: "replica.created",
  thing: "replica",
  requestId: "r1",
  ...over,
});
const entriesOf = (events: readonly GroupableEvent[]) =>
  groupEvents(events).flatMap(({ entries }) => entries);

test("what one request did to many things of the inventory is one entry that counts its actions", () => {
  const events = [1, 2, 3].flatMap(() => [event(), event({ action: "replica.bound" })]);
  expect(entriesOf([...events, event({ action: "registry.created", thing: "registry" })])).toMatchObject([
    {
      kind: "many",
      counts: [
        { action: "replica.bound", count: 3 },
        { action: "replica.created", count: 3 },
        { action: "registry.created", count: 1 },
      ],
    },
  ]);
});

test.each([
  ["another request", { requestId: "r2" }],
  ["another actor", { actor: "else" }],
  ["another instant", { at: "2026-11-21T14:32:09.000Z" }],
  ["no thing of the inventory", { thing: "setting", action: "setting.changed" }],
])("%s stands apart", (_, over) => {
  const run = [event(), event(), event(), event()];
  expect(entriesOf([event(over), ...run]).map(({ kind }) => kind)).toEqual(["one", "many"]);
});

test("three are few: each stands on its own", () => {
  expect(entriesOf([event(), event(), event()]).map(({ kind }) => kind)).toEqual(["one", "one", "one"]);
});

test("settings are never put together, however many one instant holds", () => {
  const setting = event({ thing: "setting", action: "setting.changed" });
  expect(entriesOf(Array.from({ length: 9 }, () => setting))).toHaveLength(9);
});

test("days are UTC days; nothing is lost, doubled or moved", () => {
  const at = fc.integer({ min: 0, max: 3 * 86_400_000 }).map((ms) => new Date(ms).toISOString());
  const some = fc.array(
    fc.record({
      at,
      actor: fc.constantFrom("a", "b"),
      action: fc.constantFrom("stamp.updated", "setting.changed"),
      thing: fc.constantFrom("stamp", "setting"),
      requestId: fc.constant(null),
    }),
  );
  fc.assert(
    fc.property(some, (events) => {
      const newestFirst = events.toSorted((one, other) => (one.at < other.at ? 1 : -1));
      const days = groupEvents(newestFirst);
      const shown = days.flatMap(({ dayMs, entries }) =>
        entries.flatMap((entry) => {
          const inside = entry.kind === "one" ? [entry.event] : entry.events;
          for (const one of inside)
            expect(one.at.slice(0, 10)).toBe(new Date(dayMs).toISOString().slice(0, 10));
          return inside;
        }),
      );
      expect(shown).toEqual(newestFirst);
      expect(new Set(days.map(({ dayMs }) => dayMs)).size).toBe(days.length);
    }),
  );
});
