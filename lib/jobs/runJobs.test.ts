import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";
import { runJobs } from "./index.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

/** Starts the jobs, waits until `probe` has run once, stops them. Returns what was logged as an error. */
async function runProbe(): Promise<unknown[]> {
  const ran = Promise.withResolvers<void>();
  const errors: unknown[] = [];
  const runner = await runJobs({
    database: db.client,
    clock: Date.now,
    log: { info: () => undefined, error: (facts) => errors.push(facts) },
    everyMinute: { probe: async () => ran.resolve() },
  });
  await ran.promise;
  await runner.stop();
  return errors;
}

test("every job runs at start, and stopping waits for it without an error", async () => {
  expect(await runProbe()).toEqual([]);
});

test("a job whose worker was killed does not keep the next one from running", async () => {
  await db.superuser.query("select graphile_worker.add_job('probe', '{}'::json, job_key := 'probe')");
  await db.superuser.query(
    "update graphile_worker._private_jobs set locked_at = now(), locked_by = 'killed', attempts = 1",
  );
  expect(await runProbe()).toEqual([]);
});

test("replicas that start at once on a new database all get going", async () => {
  const other = await createTestDatabase();
  try {
    const runners = await Promise.all(
      Array.from({ length: 3 }, () =>
        runJobs({
          database: other.client,
          clock: Date.now,
          log: { info: () => undefined, error: () => undefined },
        }),
      ),
    );
    await Promise.all(runners.map((runner) => runner.stop()));
    expect(runners).toHaveLength(3);
  } finally {
    await other.close();
  }
});

const silent = { info: () => undefined, error: () => undefined };

test("a job that does not end is handed back, and another replica begins it at once", async () => {
  const other = await createTestDatabase();
  const begun: string[] = [];
  const never = Promise.withResolvers<void>();
  const replica = (name: string, work: () => Promise<void>) =>
    runJobs({
      ...{ database: other.client, clock: Date.now, log: silent, patienceMs: 50 },
      everyMinute: {
        slow: async () => {
          begun.push(name);
          await work();
        },
      },
    });
  const locked = async () =>
    (
      await other.superuser.query(
        "select from graphile_worker.jobs where task_identifier = 'slow' and locked_by is not null",
      )
    ).rowCount;
  try {
    const first = await replica("first", () => never.promise);
    // The schedule's next minute may come while the first of them hangs, and begins it once more.
    await expect.poll(() => begun).toContain("first");
    await first.stop();
    expect(await locked()).toBe(0);
    const done = Promise.withResolvers<void>();
    const second = await replica("second", async () => done.resolve());
    await done.promise;
    await second.stop();
    expect(begun.filter((name, at) => name !== begun[at - 1])).toEqual(["first", "second"]);
    expect(await locked()).toBe(0);
  } finally {
    never.resolve();
    await other.close();
  }
});
