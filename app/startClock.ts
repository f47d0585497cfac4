import { restoreDemoClock } from "#lib/demo/clock/commands.ts";
import { appContext } from "#lib/http/appContext.ts";

/** A demo whose clock was put forward goes on from there. Where the database cannot be asked, time is the machine's. */
export async function startClock(): Promise<void> {
  const app = appContext();
  try {
    await restoreDemoClock(app);
  } catch (error) {
    app.log.error({ err: error }, "the demo's clock could not be read");
  }
}
