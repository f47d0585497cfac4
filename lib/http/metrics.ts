import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { IntakeReport } from "../telemetry/index.ts";
import type { AnyRoute } from "./routeDefinition.ts";

interface Metrics {
  readonly registry: Registry;
  readonly requests: Counter<"method" | "route" | "status">;
  readonly seconds: Histogram<"method" | "route">;
  readonly rows: Counter<"route" | "outcome">;
  readonly rejected: Counter<"route" | "code">;
}

function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
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
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    rows: new Counter({
      name: "ballast_intake_rows_total",
      help: "Telemetry rows received, by what became of them",
      labelNames: ["route", "outcome"],
      registers,
    }),
    rejected: new Counter({
      name: "ballast_intake_rejected_rows_total",
      help: "Telemetry rows rejected, by code; of bodies with over 100 rejected rows the listed ones",
      labelNames: ["route", "code"],
      registers,
    }),
  };
}

/** One per process, on globalThis, because Next bundles this module more than once. */
function metrics(): Metrics {
  const shared: { ballastMetrics?: Metrics } = globalThis as typeof globalThis & { ballastMetrics?: Metrics };
  shared.ballastMetrics ??= createMetrics();
  return shared.ballastMetrics;
}

export function observeRequest(route: AnyRoute, status: number, milliseconds: number): void {
  const { requests, seconds } = metrics();
  requests.inc({ method: route.method, route: route.path, status: String(status) });
  seconds.observe({ method: route.method, route: route.path }, milliseconds / 1_000);
}

export function countIntake(route: AnyRoute, report: IntakeReport): void {
  const { rows, rejected } = metrics();
  rows.inc({ route: route.path, outcome: "accepted" }, report.accepted);
  rows.inc({ route: route.path, outcome: "duplicate" }, report.duplicate);
  rows.inc({ route: route.path, outcome: "rejected" }, report.rejected);
  for (const error of report.errors) rejected.inc({ route: route.path, code: error.code });
}

/** The Prometheus exposition of this process. */
export async function renderMetrics(): Promise<{ readonly contentType: string; readonly text: string }> {
  const { registry } = metrics();
  return { contentType: registry.contentType, text: await registry.metrics() };
}
