import { Logger, parseCronItems, type Runner, run, type TaskList } from "graphile-worker";
import pg from "pg";
import { keepPredictionResults } from "../backtest/index.ts";
import { type Clock, minuteOf } from "../core/index.ts";
import type { DatabaseClient } from "../db/client.ts";
import { keepPartitions, pruneChanges, pruneIdempotencyKeys } from "./keepStorage.ts";

export interface JobsOptions {
  readonly database: DatabaseClient;
  readonly clock: Clock;
  readonly log: JobLog;
  /** More that is done once a minute, by name: what this layer may not know of. */
  readonly everyMinute?: Readonly<Record<string, () => Promise<unknown>>>;
}

/** The part of the application's log that jobs write to. */
export interface JobLog {
  info(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** The schedules, in UTC. Every job may run twice, or on any replica, without harm. */
const SCHEDULE = { partitions: "7 * * * *", prune: "* * * * *", backtest: "*/5 * * * *" } as const;
const EVERY_MINUTE = "* * * * *";

/**
 * Runs the jobs of this process until `stop`. Any number of replicas may: the database hands each job to one of them.
 * Everything is done once at start as well, so that a new database has its partitions before the first hour is over.
 */
export async function runJobs(options: JobsOptions): Promise<Runner> {
  const { database, clock, log } = options;
  // Its own connections: a job that waits must not keep a page or a sample waiting.
  const pool = new pg.Pool({ connectionString: database.url, max: 3, application_name: "ballast jobs" });
  // The worker notices by itself that a connection is gone; without listeners that would end the process.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const tasks: Record<string, () => Promise<unknown>> = {
    partitions: async () => {
      const dropped = await keepPartitions(database, minuteOf(clock()));
      if (dropped.length > 0) log.info({ dropped }, "dropped partitions past retention");
    },
    backtest: async () => {
      const kept = await keepPredictionResults({ database, clock });
      if (kept.length > 0) log.info({ kept }, "measured what moves have done");
    },
    prune: () => Promise.all([pruneChanges(database), pruneIdempotencyKeys(database)]),
    ...options.everyMinute,
  };
  const schedules: Record<string, string> = SCHEDULE;
  const runner = await run({
    pgPool: pool,
    concurrency: 2,
    // The web process decides how it ends; see app/startJobs.ts.
    noHandleSignals: true,
    taskList: Object.fromEntries(
      Object.entries(tasks).map(([name, work]) => [name, () => work()]),
    ) as TaskList,
    parsedCronItems: parseCronItems(
      Object.keys(tasks).map((task) => ({
        task,
        match: schedules[task] ?? EVERY_MINUTE,
        identifier: task,
        // One that waits is enough: late runs must not pile up.
        options: { jobKey: task, jobKeyMode: "replace", maxAttempts: 3, backfillPeriod: 0 },
      })),
    ),
    logger: new Logger(() => (level, message, meta) => {
      if (level === "error") log.error({ ...meta }, message);
    }),
  });
  for (const task of Object.keys(tasks)) await runner.addJob(task, {}, { jobKey: task, maxAttempts: 3 });
  void runner.promise.finally(() => pool.end()).catch((error: unknown) => log.error({ error }, "jobs ended"));
  return runner;
}
