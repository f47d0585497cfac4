import type { ExecutionSeams } from "#lib/execution/commands.ts";
import { readGate } from "#lib/execution/gates/queries.ts";
import { appContext } from "#lib/http/appContext.ts";

/** What running plans ask of the rest of the application: gates, and a control plane that changes homes. */
export const executionSeams: ExecutionSeams = {
  decideGate: (plan, phase, nowMs) => readGate(appContext(), { plan, phase, nowMs }),
};
