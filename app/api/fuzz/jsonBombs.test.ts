import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

/** A process that hangs is ended; how fast it is decides nothing. */
const HANGS_AFTER_MS = 900_000;
/** The greatest body three times over, as bytes and as text, and what 4 million small values take. */
const MOST_GROWN_MEBIBYTES = 900;

interface Report {
  readonly answers: readonly { readonly route: string; readonly bomb: string; readonly status: number }[];
  readonly grownMebibytes: number;
}

test("JSON that is much for its bytes is refused by every route within a fixed memory", {
  timeout: HANGS_AFTER_MS + 60_000,
}, () => {
  const child = spawnSync(
    process.execPath,
    ["--max-old-space-size=512", join(import.meta.dirname, "jsonBombsProcessForTests.ts")],
    { encoding: "utf8", timeout: HANGS_AFTER_MS, maxBuffer: 16_000_000 },
  );
  expect(child.stderr).toBe("");
  expect(child.status).toBe(0);
  const { answers, grownMebibytes }: Report = JSON.parse(child.stdout);
  expect(new Set(answers.map(({ route }) => route)).size).toBeGreaterThan(40);
  for (const { route, bomb, status } of answers) expect([route, bomb, status]).toEqual([route, bomb, 400]);
  expect(grownMebibytes).toBeLessThan(MOST_GROWN_MEBIBYTES);
});
