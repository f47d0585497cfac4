import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import packageFile from "../../package.json" with { type: "json" };
import type { QueryFact } from "../db/poolActivity.ts";
import type { IntakeListener } from "../telemetry/index.ts";

const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const QUERY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30];
const JOB_BUCKETS = [0.01, 0.05, 0.25, 1, 5, 15, 60, 300];

/** What a process counts by itself. The state of the fleet is read when it is asked for: app/metrics. */
function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const build = new Gauge({
    name: "ballast_build_info",
    help: "1; what runs stands in the labels",
    labelNames: ["version", "node"],
    registers,
  });
  build.set({ version: packageFile.version, node: process.version }, 1);
  return {
    registry,
    ...requestMetrics(registers),
    ...intakeMetrics(registers),
    ...jobMetrics(registers),
    querySeconds: new Histogram({
      name: "ballast_database_query_seconds",
      help: "Time of one statement, by pool of connections and kind; COPY is not among them",
      labelNames: ["pool", "kind"],
      buckets: QUERY_BUCKETS,
      registers,
    }),
  };
}

function requestMetrics(registers: Registry[]) {
  return {
    requests: new Counter({
      name: "ballast_http_requests_total",
      help: "Requests answered, by route and status",
      labelNames: ["method", "route", "status"],
      registers,
    }),
    seconds: new Histogram({
      name: "ballast_http_request_seconds",
      help: "Time from a request's arrival to its answer",
      labelNames: ["method", "route"],
      buckets: REQUEST_BUCKETS,
      registers,
    }),
  };
}

function intakeMetrics(registers: Registry[]) {
  return {
    rows: new Counter({
      name: "ballast_intake_rows_total",
      help: "Telemetry rows received, by what became of them",
      labelNames: ["route", "outcome"],
      registers,
    }),
    rejected: new Counter({
      name: "ballast_intake_rejected_rows_total",
      help: "Telemetry rows rejected, by code",
      labelNames: ["route", "code"],
      registers,
    }),
    storeSeconds: new Histogram({
      name: "ballast_intake_store_seconds",
      help: "Time from a body's rows being complete to their being durable, waiting for others included",
      labelNames: ["kind"],
      buckets: QUERY_BUCKETS,
      registers,
    }),
  };
}

function jobMetrics(registers: Registry[]) {
  return {
    jobRuns: new Counter({
      name: "ballast_job_runs_total",
      help: "Jobs that this process has run, by how they ended",
      labelNames: ["job", "outcome"],
      registers,
    }),
    jobSeconds: new Histogram({
      name: "ballast_job_seconds",
      help: "Time that a job took",
      labelNames: ["job"],
      buckets: JOB_BUCKETS,
      registers,
    }),
    jobsRunning: new Gauge({
      name: "ballast_jobs_running",
      help: "Jobs that this process runs now",
      labelNames: ["job"],
      registers,
    }),
    jobLastSuccess: new Gauge({
      name: "ballast_job_last_success_timestamp_seconds",
      help: "When this process last ended a job well; another replica may have since: take the greatest",
      labelNames: ["job"],
      registers,
    }),
  };
}

type Metrics = ReturnType<typeof createMetrics>;

/** One per process, on globalThis, because Next bundles this module more than once. */
function metrics(): Metrics {
  const shared: { ballastMetrics?: Metrics } = globalThis as typeof globalThis & { ballastMetrics?: Metrics };
  shared.ballastMetrics ??= createMetrics();
  return shared.ballastMetrics;
}

/** As it is declared: few, however many addresses there are. */
interface RouteName {
  readonly method: string;
  readonly path: string;
}

export function observeRequest(route: RouteName, status: number, milliseconds: number): void {
  const { requests, seconds } = metrics();
  requests.inc({ method: route.method, route: route.path, status: String(status) });
  seconds.observe({ method: route.method, route: route.path }, milliseconds / 1_000);
}

export const intakeListener: IntakeListener = {
  onTaken: (endpoint, tally) => {
    const { rows, rejected } = metrics();
    rows.inc({ route: endpoint, outcome: "accepted" }, tally.accepted);
    rows.inc({ route: endpoint, outcome: "duplicate" }, tally.duplicate);
    rows.inc({ route: endpoint, outcome: "rejected" }, tally.rejected);
    for (const [code, count] of tally.rejectedByCode) rejected.inc({ route: endpoint, code }, count);
  },
  onStored: (kind, milliseconds) => metrics().storeSeconds.observe({ kind }, milliseconds / 1_000),
};

export function observeQuery({ pool, kind, milliseconds }: QueryFact): void {
  metrics().querySeconds.observe({ pool, kind }, milliseconds / 1_000);
}

/** Counts one run of a job while it lasts. Throws what the job throws. */
export async function observeJob(job: string, work: () => Promise<unknown>): Promise<void> {
  const { jobRuns, jobSeconds, jobsRunning, jobLastSuccess } = metrics();
  const end = jobSeconds.startTimer({ job });
  jobsRunning.inc({ job });
  try {
    await work();
    jobRuns.inc({ job, outcome: "done" });
    jobLastSuccess.setToCurrentTime({ job });
  } catch (error) {
    jobRuns.inc({ job, outcome: "failed" });
    throw error;
  } finally {
    jobsRunning.dec({ job });
    end();
  }
}

/** Of this process: what app/metrics adds its own to. */
export function metricsRegistry(): Registry {
  return metrics().registry;
}
