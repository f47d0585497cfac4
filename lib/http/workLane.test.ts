import { expect, test } from "vitest";
import { WorkLane } from "./workLane.ts";

const HERE = new AbortController().signal;

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
  const five = Array.from({ length: 5 }, () => lane.run(work, HERE));
  await Promise.resolve();
  const sixth = await lane.run(work, HERE);
  expect(sixth).toMatchObject({ ok: false, error: { code: "unavailable" } });
  gate.open();
  expect(await Promise.all(five)).toEqual(new Array(5).fill({ ok: true, value: "done" }));
  expect(most).toBe(2);
  expect(await lane.run(work, HERE)).toMatchObject({ ok: true });
});

test("work that fails makes room, and work of a client that has left is not begun", async () => {
  const lane = new WorkLane({ atOnce: 1, waiting: 1 });
  await expect(lane.run(() => Promise.reject(new Error("broken")), HERE)).rejects.toThrow("broken");
  const left = new AbortController();
  left.abort();
  let isBegun = false;
  const answer = await lane.run(async () => {
    isBegun = true;
  }, left.signal);
  expect(answer.ok).toBe(false);
  expect(isBegun).toBe(false);
});
