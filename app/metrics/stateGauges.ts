import { Gauge, Registry } from "prom-client";
import { MINUTE_MS, MINUTES_PER_DAY } from "#lib/core/index.ts";
import { POOL_STATES } from "#lib/hotness/index.ts";
import { measureFleet } from "#lib/hotness/queries.ts";
import type { AppContext } from "#lib/http/index.ts";
import { metricsRegistry } from "#lib/http/metrics.ts";

/** The Prometheus exposition of this process, and of the fleet as the database has it. */
export async function renderMetrics(
  app: AppContext,
): Promise<{ readonly contentType: string; readonly text: string }> {
  const state = new Registry();
  setOwnGauges(state, app);
  // What the process counts is told also where the fleet cannot be read: then most of all.
  const readable = new Gauge({
    name: "ballast_state_readable",
    help: "Whether the gauges of the fleet could be read; 0 = they are missing here",
    registers: [state],
  });
  try {
    await setFleetGauges(state, app);
    readable.set(1);
  } catch (error) {
    app.log.warn({ err: error }, "metrics of the fleet could not be read");
    readable.set(0);
  }
  const merged = Registry.merge([metricsRegistry(), state]);
  return { contentType: merged.contentType, text: await merged.metrics() };
}

function setOwnGauges(registry: Registry, { database, intakeGate }: AppContext): void {
  const registers = [registry];
  const connections = new Gauge({
    name: "ballast_database_connections",
    help: "Connections of this process to the database, and callers that wait for one",
    labelNames: ["pool", "state"],
    registers,
  });
  for (const [pool, { inUse, idle, waiting }] of database.activity.pools())
    for (const [state, count] of Object.entries({ in_use: inUse, idle, waiting }))
      connections.set({ pool, state }, count);
  const bodies = new Gauge({ name: "ballast_intake_bodies", help: "Bodies being taken in", registers });
  bodies.set(intakeGate.inWork.bodies);
  const bytes = new Gauge({
    name: "ballast_intake_bytes",
    help: "Bytes of the bodies being taken in, decoded",
    registers,
  });
  bytes.set(intakeGate.inWork.bytes);
}

async function setFleetGauges(registry: Registry, app: AppContext): Promise<void> {
  const now = new Date(app.clock());
  const gauges = [
    setPools(registry, app, now),
    setPlans(registry, app),
    setOutbox(registry, app, now),
    setSessions(registry, app, now),
  ];
  await Promise.all(gauges);
}

/** From the hours kept in memory: the same measures that the Fleet page shows. */
async function setPools(registry: Registry, app: AppContext, now: Date): Promise<void> {
  const registers = [registry];
  const nowMs = now.getTime();
  const fleet = await measureFleet(app, { request: { kind: "peak" }, filter: {}, nowMs });
  const pools = new Gauge({
    name: "ballast_pools",
    help: "Pools by the state that their hot-node P95 in the region's hours means",
    labelNames: ["state"],
    registers,
  });
  for (const state of POOL_STATES) pools.set({ state }, 0);
  for (const { measures } of fleet.pools) pools.inc({ state: measures.state });
  const lag = new Gauge({
    name: "ballast_ingest_lag_seconds",
    help: "From the newest sample of a region's nodes to now; a region without any of the last 30 days is not among them",
    labelNames: ["region"],
    registers,
  });
  for (const [region, newestMs] of await readNewestSamples(app, nowMs))
    lag.set({ region }, Math.max(0, (nowMs - newestMs) / 1_000));
}

const LOOKED_BACK_DAYS = 30;

/** When the newest sample of each region was taken, as its sender said. */
async function readNewestSamples(
  { database }: AppContext,
  nowMs: number,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await database.pools.read.query<{ region: string; newest: number }>(
    `select region.name as region, extract(epoch from max(intake.last_sample_at))::float8 * 1000 as newest
     from telemetry.intake
       join pool on pool.id = intake.pool
       join stamp on stamp.id = pool.stamp_id
       join region on region.id = stamp.region_id
     where intake.last_sample_at > $1
     group by region.name`,
    [new Date(nowMs - LOOKED_BACK_DAYS * MINUTES_PER_DAY * MINUTE_MS)],
  );
  return new Map(rows.map(({ region, newest }) => [region, newest]));
}

async function setPlans(registry: Registry, { database }: AppContext): Promise<void> {
  const plans = new Gauge({
    name: "ballast_plans",
    help: "Plans by the state of their newest version",
    labelNames: ["state"],
    registers: [registry],
  });
  const { rows } = await database.pools.read.query<{ state: string; count: number }>(
    `select state::text, count(*)::int as count
     from (select distinct on (plan_id) state from plan_version order by plan_id, version desc) as newest
     group by state`,
  );
  for (const { state, count } of rows) plans.set({ state }, count);
}

async function setOutbox(registry: Registry, { database }: AppContext, now: Date): Promise<void> {
  const registers = [registry];
  const { rows } = await database.pools.read.query<{ status: string; count: number; oldest: Date }>(
    `select status, count(*)::int as count, min(created_at) as oldest from outgoing_delivery group by status`,
  );
  const deliveries = new Gauge({
    name: "ballast_outgoing_deliveries",
    help: "Notifications and requests to the control plane of the last 30 days, by what became of them",
    labelNames: ["status"],
    registers,
  });
  for (const status of ["waiting", "sent", "given_up"]) deliveries.set({ status }, 0);
  for (const { status, count } of rows) deliveries.set({ status }, count);
  const oldest = rows.find(({ status }) => status === "waiting")?.oldest;
  const age = new Gauge({
    name: "ballast_outgoing_oldest_waiting_seconds",
    help: "How long the oldest that is not sent has waited; 0 = none waits",
    registers,
  });
  age.set(oldest === undefined ? 0 : Math.max(0, (now.getTime() - oldest.getTime()) / 1_000));
}

async function setSessions(registry: Registry, { database }: AppContext, now: Date): Promise<void> {
  const sessions = new Gauge({
    name: "ballast_sessions",
    help: "Browsers that are signed in, by a person's password or single sign-on, or with a token",
    labelNames: ["by"],
    registers: [registry],
  });
  const where = { expiresAt: { gt: now } };
  const { prisma } = database;
  sessions.set({ by: "person" }, await prisma.personSession.count({ where }));
  sessions.set({ by: "token" }, await prisma.session.count({ where }));
}
