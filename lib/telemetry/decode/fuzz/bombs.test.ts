import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Above all that the decoders hold at once: a window, a table of names, a matrix of the greatest size as it grows. */
const MOST_GROWN_MEBIBYTES = 160;
/** A process that hangs is ended; how fast it is decides nothing. */
const HANGS_AFTER_MS = 900_000;

interface Report {
  readonly answers: readonly { readonly decoder: string; readonly bomb: string; readonly status: number }[];
  readonly grownMebibytes: number;
  readonly fedMebibytes: number;
}

test("bodies that unpack to gigabytes, and such as never end, are refused within a fixed memory", {
  timeout: HANGS_AFTER_MS + 60_000,
}, () => {
  const child = spawnSync(
    process.execPath,
    ["--max-old-space-size=64", join(import.meta.dirname, "bombsProcessForTests.ts")],
    {
      encoding: "utf8",
      timeout: HANGS_AFTER_MS,
    },
  );
  expect(child.stderr).toBe("");
  expect(child.status).toBe(0);
  const { answers, grownMebibytes, fedMebibytes }: Report = JSON.parse(child.stdout);
  expect(new Set(answers.map(({ decoder }) => decoder)).size).toBe(5);
  for (const { decoder, bomb, status } of answers)
    expect([400, 413, 422], `${bomb} to ${decoder}: ${status}`).toContain(status);
  expect(fedMebibytes).toBeGreaterThan(300);
  expect(grownMebibytes).toBeLessThan(MOST_GROWN_MEBIBYTES);
});
