import { lookForAlerts, noticeEvents } from "#lib/alerts/index.ts";
import { MINUTE_MS } from "#lib/core/index.ts";
import { feedDemo } from "#lib/demo/commands.ts";
import { env } from "#lib/env.ts";
import { keepPlanResults } from "#lib/execution/result/commands.ts";
import { verifySizes } from "#lib/execution/rightSizing/commands.ts";
import { watchPlans } from "#lib/execution/watch/commands.ts";
import { type AppContext, appContext } from "#lib/http/appContext.ts";
import { withLogMark } from "#lib/http/log.ts";
import { observeJob } from "#lib/http/metrics.ts";
import { onShutdown } from "#lib/http/shutdown.ts";
import { pruneSessions } from "#lib/imports/index.ts";
import { runJobs } from "#lib/jobs/index.ts";
import { deliverDue, pollResults, pruneDeliveries, sealStored } from "#lib/outgoing/index.ts";
import { pullDue } from "#lib/pull/index.ts";
import { confirmMove, executionSeams } from "./executionSeams.ts";
import { outgoingSource } from "./outgoingSource.ts";
import { pullApp } from "./pullApp.ts";

/** Of each minute: what is left is gone on with in the next one. */
const PULLS_FOR_MS = 20_000;

/** Starts the jobs of this web process, among them the demo's feeder, which does nothing where there is no demo fleet. */
export async function startJobs(): Promise<void> {
  const context = appContext();
  const { database, clock, log, telemetry } = context;
  const outgoing = outgoingSource(context);
  await keepAnchoring(context);
  await sealAtStart(context);
  const runner = await runJobs({
    database,
    clock,
    log,
    around: ({ name, id }, work) => withLogMark({ job: name, jobId: id }, () => observeJob(name, work)),
    everyMinute: {
      feedDemo: () => feedDemo({ client: database, nowMs: clock(), telemetry }),
      watchPlans: async () => {
        const done = await watchPlans(context, { nowMs: clock(), seams: executionSeams });
        if (done.length > 0) log.info({ done }, "looked after running plans");
      },
      watchAlerts: async () => {
        const look = await lookForAlerts(context, clock());
        if (look !== null && look.raised + look.cleared > 0) log.info(look, "alerts were raised or cleared");
      },
      sendOutgoing: async () => {
        await noticeEvents(database, clock());
        const counts = await deliverDue(outgoing, { nowMs: clock(), rng: Math.random });
        if (counts.sent + counts.failed > 0) log.info(counts, "sent notifications");
        const confirmed = await pollResults(outgoing, { nowMs: clock(), confirm: confirmMove });
        if (confirmed > 0) log.info({ confirmed }, "the control plane has changed homes");
        await pruneDeliveries(outgoing, clock());
      },
      pullSamples: async () => {
        const counts = await pullDue(pullApp(context), { untilMs: Date.now() + PULLS_FOR_MS });
        if (counts.ranges + counts.failures > 0) log.info(counts, "read samples from Prometheus");
        await pruneSessions(database.prisma, clock());
      },
      measurePlans: async () => {
        const kept = await keepPlanResults(context, clock());
        const verified = await verifySizes(context, clock());
        if (kept.length + verified.length > 0) log.info({ kept, verified }, "measured what plans have done");
      },
    },
  });
  onShutdown(() => runner.stop());
}

/** What was stored before there was a key. Where the database is away the next start does it. */
async function sealAtStart(context: AppContext): Promise<void> {
  const { database, log } = context;
  try {
    const sealed = await sealStored(database, outgoingSource(context).sealKey);
    if (sealed > 0) log.info({ sealed }, "sealed the addresses and secrets of channels");
  } catch (error) {
    log.error({ err: error }, "channels could not be sealed; the next start does it");
  }
}

/**
 * Anchors the audit now and at every interval. Not one of the jobs that the database hands to one replica: the file is of
 * this machine. At the end the supervisor writes the last one, when nothing can be changed any more.
 */
async function keepAnchoring({ auditAnchors, clock, log }: AppContext): Promise<void> {
  const anchor = () =>
    auditAnchors.anchor(clock()).then(
      () => undefined,
      (error: unknown) => log.error({ err: error }, "the audit could not be anchored; it is tried again"),
    );
  await anchor();
  setInterval(() => void anchor(), env().BALLAST_AUDIT_ANCHOR_MINUTES * MINUTE_MS).unref();
}
