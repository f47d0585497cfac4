import { EventEmitter } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import {
  Logger,
  makeWorkerUtils,
  parseCronItems,
  type Runner,
  run,
  type TaskList,
  type WorkerEvents,
} from "graphile-worker";
import pg from "pg";
import { keepPredictionResults } from "../backtest/index.ts";
import { type Clock, minuteOf } from "../core/index.ts";
import type { DatabaseClient } from "../db/client.ts";
import { keepPartitions, pruneChanges, pruneIdempotencyKeys, pruneLogSources } from "./keepStorage.ts";

export interface JobsOptions {
  readonly database: DatabaseClient;
  readonly clock: Clock;
  readonly log: JobLog;
  /** More that is done once a minute, by name: what this layer may not know of. */
  readonly everyMinute?: Readonly<Record<string, () => Promise<unknown>>>;
  /** Runs the work of one job: for who wants to know that it runs, and how it ended. */
  readonly around?: (job: JobRun, work: () => Promise<unknown>) => Promise<unknown>;
  /** How long a job may go on when it is asked to stop, before it is handed back as it is. */
  readonly patienceMs?: number;
}

export interface JobRun {
  readonly name: string;
  /** Of the job in the database. */
  readonly id: string;
}

/** The part of the application's log that jobs write to. */
export interface JobLog {
  info(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface Jobs {
  /** Takes no more jobs, waits for those under way; what takes too long is handed back, for another replica to begin anew. */
  stop(): Promise<void>;
}

/** The schedules, in UTC. Every job may run twice, or on any replica, without harm. */
const SCHEDULE = { partitions: "7 * * * *", prune: "* * * * *", backtest: "*/5 * * * *" } as const;
const EVERY_MINUTE = "* * * * *";
const PATIENCE_MS = 10_000;
const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Runs the jobs of this process until `stop`. Any number of replicas may: the database hands each job to one of them.
 * Everything is done once at start as well, so that a new database has its partitions before the first hour is over.
 * Resolves when they run; where the database is away they begin when it is there.
 */
export async function runJobs(options: JobsOptions): Promise<Jobs> {
  const crew = new Crew(options);
  await crew.begin();
  return crew;
}

/** Runners one after the other: one that ends unasked, because the database went away, is followed by another. */
class Crew implements Jobs {
  readonly #options: JobsOptions;
  readonly #pool: pg.Pool;
  readonly #stopping = new AbortController();
  /** Jobs under way, and under whose name the database has them locked. */
  readonly #underWay = new Map<string, string | null>();
  #runner: Runner | null = null;
  #keeping: Promise<void> = Promise.resolve();

  constructor(options: JobsOptions) {
    this.#options = options;
    // Its own connections: a job that waits must not keep a page or a sample waiting.
    this.#pool = new pg.Pool({
      connectionString: options.database.url,
      max: 3,
      application_name: "ballast jobs",
    });
    // The worker notices by itself that a connection is gone; without listeners that would end the process.
    this.#pool.on("error", () => undefined);
    this.#pool.on("connect", (client) => client.on("error", () => undefined));
  }

  /** Resolves after the first attempt to begin, whatever came of it. */
  async begin(): Promise<void> {
    const first = await this.#start();
    this.#keeping = this.#keep(first);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const runner = this.#runner;
    const patience = this.#options.patienceMs ?? PATIENCE_MS;
    const timer = new AbortController();
    const stopped = runner === null ? Promise.resolve(true) : runner.stop().then(() => true);
    const isStopped = await Promise.race([
      stopped,
      delay(patience, false, { signal: timer.signal, ref: true }),
    ]);
    timer.abort();
    if (!isStopped) {
      stopped.catch(() => undefined);
      await this.#handBack();
      return;
    }
    await this.#keeping;
    await this.#pool.end();
  }

  async #keep(first: boolean): Promise<void> {
    let isRunning = first;
    let pauseMs = SHORTEST_PAUSE_MS;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      if (isRunning && this.#runner !== null) {
        pauseMs = SHORTEST_PAUSE_MS;
        await this.#runner.promise.catch((error: unknown) =>
          this.#options.log.error({ err: error }, "jobs ended unasked"),
        );
      }
      if (signal.aborted) return;
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
      if (!signal.aborted) isRunning = await this.#start();
    }
  }

  /** Whether it began. */
  async #start(): Promise<boolean> {
    const { log } = this.#options;
    this.#runner = null;
    try {
      const tasks = this.#tasks();
      const runner = await run({
        pgPool: this.#pool,
        concurrency: 2,
        events: this.#events(),
        // The web process decides how it ends; see lib/cli/endInOrder.ts.
        noHandleSignals: true,
        taskList: tasks,
        parsedCronItems: cronItems(Object.keys(tasks)),
        logger: new Logger(() => (level, message, meta) => {
          // Not all that it hands over: a job's payload, the worker's own insides.
          if (level === "error") log.error({ err: meta?.["error"] }, message);
        }),
      });
      this.#runner = runner;
      for (const task of Object.keys(tasks)) await runner.addJob(task, {}, { jobKey: task, maxAttempts: 3 });
      return true;
    } catch (error) {
      log.error({ err: error }, "jobs could not begin; it is tried again");
      return this.#runner !== null;
    }
  }

  /** Made before the runner, which takes its first jobs before anybody could listen to it. */
  #events(): WorkerEvents {
    const events: WorkerEvents = new EventEmitter();
    events.on("job:start", ({ job }) => this.#underWay.set(job.id, job.locked_by));
    events.on("job:complete", ({ job }) => this.#underWay.delete(job.id));
    return events;
  }

  #tasks(): TaskList {
    const { database, clock, log, everyMinute } = this.#options;
    const around = this.#options.around ?? ((_job, work) => work());
    const works: Record<string, () => Promise<unknown>> = {
      partitions: async () => {
        const dropped = await keepPartitions(database, minuteOf(clock()));
        if (dropped.length > 0) log.info({ dropped }, "dropped partitions past retention");
      },
      backtest: async () => {
        const kept = await keepPredictionResults({ database, clock });
        if (kept.length > 0) log.info({ kept }, "measured what moves have done");
      },
      prune: () =>
        Promise.all([pruneChanges(database), pruneIdempotencyKeys(database), pruneLogSources(database)]),
      ...everyMinute,
    };
    return Object.fromEntries(
      Object.entries(works).map(([name, work]) => [
        name,
        async (_payload: unknown, { job }: { readonly job: { readonly id: string } }) => {
          await around({ name, id: job.id }, work);
        },
      ]),
    );
  }

  /** Their locks are taken from them, so that any replica may begin them anew at once; here they end with the process. */
  async #handBack(): Promise<void> {
    const lockers = [...new Set(this.#underWay.values())].filter((name) => name !== null);
    this.#options.log.info({ jobs: [...this.#underWay.keys()] }, "jobs are handed back");
    const utils = await makeWorkerUtils({ pgPool: this.#pool });
    try {
      await utils.forceUnlockWorkers(lockers);
    } finally {
      await utils.release();
    }
  }
}

function cronItems(tasks: readonly string[]) {
  const schedules: Record<string, string> = SCHEDULE;
  return parseCronItems(
    tasks.map((task) => ({
      task,
      match: schedules[task] ?? EVERY_MINUTE,
      identifier: task,
      // One that waits is enough: late runs must not pile up.
      options: { jobKey: task, jobKeyMode: "replace", maxAttempts: 3, backfillPeriod: 0 },
    })),
  );
}
