import { env } from "#lib/env.ts";
import type { AppContext } from "#lib/http/appContext.ts";
import type { PullApp } from "#lib/pull/index.ts";
import { sealKey } from "./outgoingSource.ts";

/** What reading from a Prometheus needs, with where it may ask, as the environment says. */
export function pullApp({ database, telemetry, clock, settings }: AppContext): PullApp {
  return {
    database,
    telemetry,
    clock,
    settings,
    allow: env().BALLAST_OUTGOING_ALLOW ?? [],
    sealKey: sealKey(),
  };
}
