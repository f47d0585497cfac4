import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { TestDatabase } from "#lib/db/testDatabase.ts";
import { doJobAsReplica } from "./replicaJobForTests.ts";

/** A process starts, reads all of its program, and works, on a machine that does much else. */
const PATIENCE = { timeout: 150_000 };
const REPLICA = fileURLToPath(new URL("./jobReplicaForTests.ts", import.meta.url));

/** A job of the application, and when it is done. */
export interface JobAt {
  readonly job: string;
  readonly nowMs: number;
}

/** A process of its own, as a replica of the application is one. */
export function startJob({ url }: TestDatabase, { job, nowMs }: JobAt): ChildProcess {
  return spawn(process.execPath, [REPLICA, url, job, String(nowMs)], { stdio: "inherit" });
}

/** Two replicas that come for a job at once; what each of them did. */
export const doneByTwo = ({ url }: TestDatabase, { job, nowMs }: JobAt) =>
  Promise.all([doJobAsReplica(url, job, nowMs), doJobAsReplica(url, job, nowMs)]);

/** What holds whoever wants to write to a table. */
export const lockOf = (table: string) => `lock table ${table} in exclusive mode`;

/** Kills a replica at the moment when it wants to write what `lock` holds. Afterwards nothing of it is left but what it had stored. */
export async function killMidJob(db: TestDatabase, job: JobAt, lock: string): Promise<void> {
  const waiting = async (): Promise<number> => {
    const { rows } = await db.superuser.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows[0]?.count ?? 0;
  };
  const holder = await db.superuser.connect();
  await holder.query("begin");
  await holder.query(lock);
  const first = startJob(db, job);
  await expect.poll(waiting, PATIENCE).toBeGreaterThan(0);
  first.kill("SIGKILL");
  await once(first, "exit");
  await holder.query("rollback");
  holder.release();
  // Its connections are gone, and with them what they had begun.
  await expect.poll(waiting, PATIENCE).toBe(0);
}

/** The same, and two others that do the job at once after; what each of them did. */
export async function killedMidJob(db: TestDatabase, job: JobAt, lock: string): Promise<unknown[]> {
  await killMidJob(db, job, lock);
  return await doneByTwo(db, job);
}
