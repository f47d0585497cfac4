/** Next calls this once when the server starts. Jobs run beside the pages, in the Node process only. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  // Imported here, because Next also compiles this file for a runtime that has none of what these need.
  const { env } = await import("./lib/env.ts");
  const { startClock } = await import("./app/startClock.ts");
  await startClock();
  if (env().BALLAST_JOBS === "off") return;
  const { startJobs } = await import("./app/startJobs.ts");
  await startJobs();
}
