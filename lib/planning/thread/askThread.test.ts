import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { askThread } from "./commands.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ballast-thread-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Runs a thread of such lines; what it sends are numbers, of which the first over 9 is its answer. */
async function ask(name: string, lines: string): Promise<number> {
  const path = join(folder, `${name}.mjs`);
  await writeFile(path, `import { parentPort, workerData } from "node:worker_threads";\n${lines}`);
  return await askThread({
    file: [relative(process.cwd(), path)],
    order: 4,
    read: (sent) => {
      const value = z.number().parse(sent);
      return value > 9 ? value : null;
    },
  });
}

test("the first answer among what a thread sends is the thread's", async () => {
  expect(
    await ask("answers", "for (const one of [1, 3, 3 * workerData, 99]) parentPort.postMessage(one);"),
  ).toBe(12);
});

test("what it may not send is refused, and the thread is ended, though it would go on for ever", async () => {
  await expect(ask("strange", 'setInterval(() => parentPort.postMessage("no"), 1);')).rejects.toThrow(
    z.ZodError,
  );
});

test("what it throws is thrown on", async () => {
  await expect(ask("throws", 'throw new RangeError("of the thread");')).rejects.toThrow("of the thread");
});

test("one that ends without an answer is told by its name", async () => {
  await expect(ask("silent", "parentPort.postMessage(1);")).rejects.toThrow(
    /silent\.mjs ended without an answer/,
  );
});
