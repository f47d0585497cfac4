import { feedDemo } from "#lib/demo/commands.ts";
import { appContext } from "#lib/http/appContext.ts";
import { runJobs } from "#lib/jobs/index.ts";

/** Starts the jobs of this web process, among them the demo's feeder, which does nothing where there is no demo fleet. */
export async function startJobs(): Promise<void> {
  const { database, clock, log, telemetry } = appContext();
  const runner = await runJobs({
    database,
    clock,
    log,
    everyMinute: { feedDemo: () => feedDemo({ client: database, nowMs: clock(), telemetry }) },
  });
  // A job cut off is done again at its next turn; one let finish is not logged as a failure.
  process.once(
    "SIGTERM",
    () => void runner.stop().catch((error: unknown) => log.warn({ error }, "jobs cut off")),
  );
}
