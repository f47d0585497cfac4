import { expect, test } from "vitest";
import { WorkLane } from "./workLane.ts";

const HERE = new AbortController().signal;
const by = (caller: string, signal = HERE) => ({ caller, signal });

function createGate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { open: resolve, wait: () => promise };
}

test("so many work at once, so many wait, and the next is told to come again", async () => {
  const lane = new WorkLane({ atOnce: 2, waiting: 3 });
  const gate = createGate();
  let working = 0;
  let most = 0;
  const work = async () => {
    working++;
    most = Math.max(most, working);
    await gate.wait();
    working--;
    return "done";
  };
  const five = Array.from({ length: 5 }, (_, at) => lane.run(work, by(`token:${at}`)));
  await Promise.resolve();
  const sixth = await lane.run(work, by("token:6"));
  expect(sixth).toMatchObject({ ok: false, error: { code: "unavailable" } });
  gate.open();
  expect(await Promise.all(five)).toEqual(new Array(5).fill({ ok: true, value: "done" }));
  expect(most).toBe(2);
  expect(await lane.run(work, by("token:6"))).toMatchObject({ ok: true });
});

test("one caller never has every place, however much it asks for, and who has less is next", async () => {
  const lane = new WorkLane({ atOnce: 3, waiting: 100 });
  const gates = new Map<string, () => void>();
  const begun: string[] = [];
  const ask = (caller: string, name: string) =>
    lane.run(async () => {
      begun.push(name);
      await new Promise<void>((resolve) => gates.set(name, resolve));
    }, by(caller));
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const greedy = Array.from({ length: 20 }, (_, at) => ask("greedy", `greedy ${at}`));
  const other = ask("other", "other 0");
  await settled();
  expect(begun).toEqual(["greedy 0", "greedy 1", "other 0"]);
  // All of the greedy one's have waited longer: the others' are next all the same.
  const others = [ask("other", "other 1"), ask("third", "third 0")];
  gates.get("greedy 0")?.();
  await settled();
  expect(begun.at(-1)).toBe("third 0");
  gates.get("other 0")?.();
  await settled();
  expect(begun.at(-1)).toBe("other 1");
  while (begun.length < 23) {
    for (const [, open] of gates) open();
    await settled();
  }
  for (const [, open] of gates) open();
  await Promise.all([...greedy, other, ...others]);
});

test("a caller that has too much waiting is told so, while there is room for others", async () => {
  const lane = new WorkLane({ atOnce: 2, waiting: 10, ofOne: 2 });
  const gate = createGate();
  const two = [lane.run(gate.wait, by("greedy")), lane.run(gate.wait, by("greedy"))];
  expect(await lane.run(gate.wait, by("greedy"))).toMatchObject({ ok: false, error: { code: "too_often" } });
  expect(lane.refusalOf("greedy")).toMatchObject({ code: "too_often" });
  expect(await lane.run(async () => "done", by("other"))).toEqual({ ok: true, value: "done" });
  gate.open();
  await Promise.all(two);
  expect(await lane.run(async () => "done", by("greedy"))).toEqual({ ok: true, value: "done" });
});

test("work that fails makes room, and work of a client that has left is not begun", async () => {
  const lane = new WorkLane({ atOnce: 1, waiting: 1 });
  await expect(lane.run(() => Promise.reject(new Error("broken")), by("one"))).rejects.toThrow("broken");
  const left = new AbortController();
  left.abort();
  let isBegun = false;
  const begin = async () => {
    isBegun = true;
  };
  expect((await lane.run(begin, by("one", left.signal))).ok).toBe(false);
  expect(isBegun).toBe(false);
});

test("a client that leaves while it waits gives up its place in the queue at once", async () => {
  const lane = new WorkLane({ atOnce: 1, waiting: 1 });
  const gate = createGate();
  const first = lane.run(gate.wait, by("one"));
  const leaving = new AbortController();
  const waits = lane.run(async () => "never", by("two", leaving.signal));
  expect(lane.refusalOf("three")).toMatchObject({ code: "unavailable" });
  leaving.abort();
  expect((await waits).ok).toBe(false);
  expect(lane.refusalOf("three")).toBeNull();
  gate.open();
  await first;
});
